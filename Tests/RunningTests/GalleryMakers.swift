import Model
import TestKit

/// One fault of the gallery: the smallest thing that shows it.
struct GalleryEntry: Sendable {
  var fault: DataFault
  /// What was done to get it, in English.
  var what: String
  /// Imported one after the other into an empty workspace; the message is of the last.
  var files: [GalleryFile]
  /// A person answers for the last file before it is imported again.
  var isOverridden = false

  init(
    _ fault: DataFault, _ what: String, _ files: GalleryFile...,
    isOverridden: Bool = false
  ) {
    self.fault = fault
    self.what = what
    self.files = files
    self.isOverridden = isOverridden
  }
}

struct GalleryFile: Sendable {
  var name: String
  var bytes: @Sendable () throws -> [UInt8]

  init(_ name: String, _ text: String) {
    self.name = name
    bytes = { Array(text.utf8) }
  }

  init(_ name: String, bytes: @escaping @Sendable () throws -> [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

let galleryPolicy = """
  accounts:
    - bank: "9900"
      branch: "101"
      type: 1
      number: "0012345"
      formats: [generic-two-columns, neutral-deposits]
  """

// MARK: Small files

let galleryHeader = "取引日,摘要,お支払金額,お預り金額,残高\n"

func order(_ yen: Int) -> String {
  "T-1,S1,2026-11-20T09:00:00+09:00,bank_transfer,見本　花子,ミホン　ハナコ,\(yen),open"
}

private func field(_ text: String, _ count: Int) -> String {
  text + String(repeating: " ", count: count - text.utf8.count)
}

private func zeros(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: width - text.utf8.count) + text
}

let galleryStatement = "<Stmt><Id>1</Id><Acct><Id><Othr><Id>990010110012345</Id></Othr></Id></Acct>"

let galleryEntry = """
  <Ntry><Amt Ccy="JPY">5480</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
  <BookgDt><Dt>2026-11-19</Dt></BookgDt></Ntry>
  """

let mihon = "2026/11/19,振込 ﾐﾎﾝ ﾊﾅｺ,,5480,105480"
let reiji = "2026/11/19,振込 ﾚｲｼﾞ ﾀﾛｳ,,1000,106480"

let later = "2026/11/20,振込 ﾀﾒｼ ｲﾁﾛｳ,,500,106980"

extension GalleryFile {
  static func bank(_ name: String = "meisai.csv", _ rows: String...) -> GalleryFile {
    GalleryFile(name, galleryHeader + rows.map { $0 + "\n" }.joined())
  }

  static func deposits(_ name: String = "deposits.csv", _ rows: String...) -> GalleryFile {
    let header = "deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,"
    return GalleryFile(
      name, header + "edi_info,reversal\n" + rows.map { $0 + "\n" }.joined())
  }

  static func orders(_ name: String = "orders.csv", _ rows: String...) -> GalleryFile {
    let header =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
    return GalleryFile(name, header + rows.map { $0 + "\n" }.joined())
  }

  /// A 振込入金通知 in ASCII: payer and 照会番号 of each row of ¥5,480, and what else to change.
  static func notice(
    _ rows: [(payer: String, number: String)] = [("MIHON HANAKO", "000001")],
    date: String = "081119", kind: String = "01", count: Int? = nil,
    changed: @escaping @Sendable ([String]) -> [String] = { $0 }
  ) -> GalleryFile {
    let header =
      "1" + kind + "0081120" + "081119" + "081120" + "9900" + field("MIHON", 15) + "101"
      + field("HONTEN", 15) + "1" + "0" + "012345"
    let data = rows.map { row in
      "2" + row.number + date + date + "0000005480" + "0000000000" + "0000000000"
        + field(row.payer, 48) + field("AOBA", 15) + field("NISHI", 15)
    }
    let sum = String(rows.count * 5_480)
    let trailer =
      "8" + zeros(count ?? rows.count, 6) + String(repeating: "0", count: 12 - sum.utf8.count) + sum
      + zeros(0, 6) + zeros(0, 12)
    let records = changed(([header] + data + [trailer, "9"]).map { field($0, 200) })
    return GalleryFile("furikomi.txt", records.map { $0 + "\r\n" }.joined())
  }

  /// A camt.053 with one galleryEntry; `replacing` says what stands for what.
  static func camt(_ replacing: [(String, String)] = [], version: String = "08") -> GalleryFile {
    var text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\""
      + "urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(version)\"><BkToCstmrStmt>\n"
      + galleryStatement + "\n" + galleryEntry + "\n</Stmt></BkToCstmrStmt></Document>\n"
    for (old, new) in replacing { text = text.replacing(old, with: new) }
    return GalleryFile("camt053.xml", text)
  }

  static func zip(_ name: String = "statements.zip", _ members: ZipBuilder.Member...) -> GalleryFile
  {
    GalleryFile(name, bytes: { ZipBuilder.bytes(members) })
  }
}
