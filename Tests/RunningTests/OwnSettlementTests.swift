import Foundation
import Model
import Running
import TestKit
import Testing

@Suite("Settlement reports that a user describes")
struct OwnSettlementTests {
  private let yaml = """
    kind: settlement
    id: sagawa-meisai
    title: 佐川 e-コレクト 入金明細
    provider: sagawa
    content: lines
    signs: fee_subtracted
    other_kind: sale
    kinds: {受取拒否: refused}
    columns:
      slip_number: 送り状番号
      day: 配達完了日
      gross: 代引金額
      fee: 手数料
      net: 差引額
      payout_day: 振込日
    optional_columns:
      kind: 区分

    """
  private let sample =
    "送り状番号,区分,配達完了日,代引金額,手数料,差引額,振込日\n012345678901,配達,2026/10/05,5000,330,4670,2026/10/20\n"

  @Test("Its lines are tied by slip number, through the shipped export")
  func reads() throws {
    let shop = try Shop(
      policy: "language: en\nsettlements:\n  - provider: sagawa\n    methods: [cod]\n")
    try writeBytes(Array(yaml.utf8), to: shop.folder.appendingPathComponent("formats/sagawa.yaml"))
    let orders =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
      + "A1001,S1,2026-10-03T09:00:00+09:00,cod,見本,,5000,open\n"
    try shop.put("orders.csv", Array(orders.utf8))
    try shop.put("sagawa.csv", Array(sample.utf8))
    let slips = "受注番号,発送伝票番号,出荷確定日,入金状況名,受注キャンセル区分\nA1001,0123-4567-8901,2026/10/04,未入金,0\n"
    try shop.put("slips.csv", Array(slips.utf8))
    let summary = try closeMonth(CloseRequest(run: shop.request("2026-11-20"), month: "2026-10"))
    let bytes = try readBytes(
      shop.folder.appendingPathComponent("reports/close-2026-10-v1/settlement_lines.csv"))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(
      text.contains("sagawa,,2026-10-05,配達,ok,A1001,S1,,slip,5000,330,4670,0,2026-10-20,"),
      "\(summary.lines) \(text)")
  }

  @Test(
    "What is wrong with a description is told with its line and what would be right",
    arguments: [
      ("signs: fee_subtracted", "signs: minus", "fee_subtracted"),
      ("provider: sagawa\n", "", "provider is missing"),
      ("id: sagawa-meisai", "id: au-pay", "built-in format"),
      ("  gross: 代引金額\n", "", "gross is missing"),
      ("gross: 代引金額", "grose: 代引金額", "gross"),
      ("{受取拒否: refused}", "{受取拒否: refuse}", "refused"),
      ("content: lines", "contents: lines", "content"),
    ])
  func faults(right: String, wrong: String, words: String) throws {
    let shop = try Shop(policy: "language: en\n")
    let text = yaml.replacing(right, with: wrong)
    try writeBytes(Array(text.utf8), to: shop.folder.appendingPathComponent("formats/sagawa.yaml"))
    let error = #expect(throws: RunError.self) { _ = try OwnFormats.load(shop.workspace) }
    guard case .configuration(let faults) = error else {
      Issue.record("\(wrong) gave \(String(describing: error))")
      return
    }
    #expect(faults.contains { $0.contains(words) }, "\(faults)")
    #expect(faults.allSatisfy { $0.hasPrefix("formats/sagawa.yaml:") })
  }

  @Test("A proposal names each column it understands, and becomes a format when it is answered")
  func proposal() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("meisai.csv")
      try writeBytes(Array(sample.utf8), to: file)
      let proposal = try #require(
        try proposeSettlement(file.path, id: "sagawa-meisai", provider: "sagawa"))
      for line in [
        "slip_number: \"送り状番号\"", "kind: \"区分\"", "day: \"配達完了日\"", "gross: \"代引金額\"",
        "fee: \"手数料\"", "net: \"差引額\"", "payout_day: \"振込日\"",
      ] {
        #expect(proposal.yaml.contains(line), "\(proposal.yaml)")
      }
      #expect(!proposal.yaml.contains("012345678901"))
      let profile = folder.appendingPathComponent("sagawa.yaml")
      try writeBytes(Array(proposal.yaml.utf8), to: profile)
      let own = try OwnFormats.load(paths: [profile.path])
      let checked = checkFiles(
        [file.path], asOf: Day(iso: "2026-11-20")!, language: .en, own: own)
      #expect(checked.exitCode == 0, "\(checked.lines)")
    }
  }

  @Test("Sections of one header are told apart by the word above it, and a third is refused")
  func sections() throws {
    func profile(_ id: String, _ above: String, _ kind: String) -> String {
      """
      kind: settlement
      id: \(id)
      title: 楽天ペイ \(above)
      provider: rakuten
      above: \(above)
      other_kind: \(kind)
      columns: {order_id: 受注番号, day: 決済確定日, gross: 決済金額}

      """
    }
    func file(_ section: String) -> [UInt8] {
      Array(
        """
        精算書No,2026110500001
        発行日,2026/11/05
        ■\(section)
        受注番号,決済確定日,決済金額
        399999-20261001-0000000001,2026/10/12,500

        """.utf8)
    }
    try withTemporaryFolder { folder in
      for (name, above, kind) in [
        ("a", "楽天ﾍﾟｲ_決済金", "sale"), ("b", "楽天ﾍﾟｲ_調整金", "adjustment"),
      ] {
        try writeBytes(
          Array(profile("rakuten-\(name)", above, kind).utf8),
          to: folder.appendingPathComponent("\(name).yaml"))
      }
      let own = try OwnFormats.load(paths: ["a", "b"].map { folder.path + "/\($0).yaml" })
      let sections = [
        ("楽天ﾍﾟｲ_決済金", "rakuten-a"), ("楽天ペイ_調整金", "rakuten-b"), ("後払い決済", ""),
      ]
      for (section, id) in sections {
        let path = folder.appendingPathComponent("meisai.csv")
        try writeBytes(file(section), to: path)
        let checked = checkFiles(
          [path.path], asOf: Day(iso: "2026-11-20")!, language: .en, own: own)
        #expect(checked.exitCode == (id.isEmpty ? 2 : 0), "\(section): \(checked.lines)")
        #expect(id.isEmpty || checked.lines.contains { $0.contains(id) }, "\(checked.lines)")
      }
    }
  }
}
