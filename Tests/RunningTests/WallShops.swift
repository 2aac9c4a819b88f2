import CZip
import Foundation
import Model
import Running
import TestKit
import Testing

/// An operator with shops and accounts, one day's files at a time.
final class WallShops {
  let shop: Shop
  private(set) var accounts: [String: TrueAccount] = [:]
  private var orders: [String] = []
  /// What stands for each shop's customers in files: nothing of it may be in another's folder.
  private(set) var secrets: [String: [String]] = [:]

  /// - Parameter accounts: account number → what the settings say of it besides, in YAML.
  init(_ accounts: [(number: String, terms: String)], more: String = "") throws {
    var policy = "language: en\n\(more)accounts:\n"
    for account in accounts {
      policy += "  - {bank: \"9900\", branch: \"101\", type: 1, number: \"\(account.number)\""
      policy += account.terms.isEmpty ? "}\n" : ", \(account.terms)}\n"
      self.accounts[account.number] = TrueAccount(
        openingYen: 500_000, bookings: [], number: account.number)
    }
    shop = try Shop(policy: policy)
  }

  func order(_ id: String, _ shopID: String, _ yen: Int64, _ kana: String, on day: String) {
    orders.append(
      "\(id),\(shopID),\(day)T09:00:00+09:00,bank_transfer,\(kana.replacing("　", with: " ")),"
        + "\(kana),\(yen),open")
    secrets[shopID, default: []] += [id, kana, kana.replacing("　", with: " ")]
  }

  /// Money into an account, which `shops` may know who paid.
  func pay(_ account: String, _ yen: Int64, _ name: String, on day: String, for shops: [String]) {
    accounts[account]!.bookings.append(Booking(day, yen, name))
    for shop in shops { secrets[shop, default: []].append(name) }
  }

  /// A shop may know a payer, as the money came into an account of its own.
  func know(_ name: String, _ shop: String) { secrets[shop, default: []].append(name) }

  @discardableResult
  func run(
    _ day: String, _ format: TrueAccount.Format = .camt, names: (String) -> String = { $0 }
  ) throws -> RunSummary {
    let head =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
    try shop.put(
      names("orders-\(day).csv"), Array((head + orders.joined(separator: "\n") + "\n").utf8))
    for (number, account) in accounts.sorted(by: { $0.key < $1.key }) {
      try shop.put(names("bank-\(number)-\(day).xml"), account.file(format, day, day))
    }
    return try shop.run(Day(iso: day)!.adding(days: 1).iso + "T08:00")
  }

  func resolve(_ csv: String, on day: String) throws -> RunSummary {
    let file = shop.folder.appendingPathComponent("answers.csv")
    try writeBytes(Array(csv.utf8), to: file)
    return try Running.resolve(file.path, person: "Aoki", shop.request(day + "T12:00"))
  }

  /// Id of the entry of some amount, from the newest report of the operator.
  func entry(_ yen: Int64) throws -> String {
    try #require(
      try shop.table("entries.csv").last { $0["amount_yen"] == String(yen) }?["entry_id"])
  }

  /// `order decision codes` of a shop's list, or of the operator's.
  func decisions(_ shopID: String? = nil) throws -> [String] {
    try shop.table(file("decisions.csv", shopID)).map {
      "\($0["order_id"]!) \($0["decision"]!) \($0["codes"]!)".trimmingCharacters(in: .whitespaces)
    }
  }

  /// `case code order note`.
  func cases(_ shopID: String? = nil) throws -> [[String: String]] {
    try shop.table(file("exceptions.csv", shopID))
  }

  func note(_ code: String, _ shopID: String? = nil) throws -> String? {
    try cases(shopID).first { $0["code"] == code }?["note"]
  }

  private func file(_ name: String, _ shopID: String?) -> String {
    shopID.map { "shops/\($0)/\(name)" } ?? name
  }

  /// Every word of other shops' customers that stands anywhere in a shop's folder, with its file.
  func leaks() throws -> [String] {
    var found: [String] = []
    for (name, bytes) in try shop.report() where name.hasPrefix("shops/") {
      let reader = name.split(separator: "/")[1]
      let own = Set(secrets[String(reader)] ?? [])
      let text = String(decoding: name.hasSuffix(".xlsx") ? unzipped(bytes) : bytes, as: UTF8.self)
      for (shop, words) in secrets where shop != reader {
        for word in words where !own.contains(word) && text.contains(word) {
          found.append("\(name) has \(word) of \(shop)")
        }
      }
    }
    return found.sorted()
  }

  func expectNoLeaks() throws {
    let found = try leaks()
    #expect(found == [])
  }

  /// Names of the files in shops' folders.
  var files: [String] {
    get throws { try shop.report().keys.filter { $0.hasPrefix("shops/") }.sorted() }
  }
}

/// All members of a ZIP, one after the other.
func unzipped(_ bytes: [UInt8]) -> [UInt8] {
  bytes.withUnsafeBytes { raw in
    var error = zip_error_t()
    guard let source = zip_source_buffer_create(raw.baseAddress, UInt64(raw.count), 0, &error),
      let archive = zip_open_from_source(source, Int32(ZIP_RDONLY), &error)
    else { return [] }
    defer { zip_discard(archive) }
    var all: [UInt8] = []
    for index in 0..<UInt64(zip_get_num_entries(archive, 0)) {
      guard let member = zip_fopen_index(archive, index, 0) else { continue }
      var piece = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = zip_fread(member, &piece, UInt64(piece.count))
        if count <= 0 { break }
        all += piece[..<Int(count)]
      }
      zip_fclose(member)
    }
    return all
  }
}
