internal import Model
internal import Reading
internal import Recording
internal import Yams

/// How a shop system wants to be told that orders are paid: columns by name, each a constant or a
/// fact of the order.
struct StatusTemplate: Sendable {
  var id: String
  var isCP932 = true
  var isCRLF = true
  var columns: [Column] = []

  struct Column: Sendable {
    var name: String
    var content: Content
  }

  enum Content: Sendable {
    case constant(String)
    case orderID, shopID, paymentMethod
    case dueYen, clearedYen
    case paidOn(DayForm)
    case releasedOn(DayForm)
  }

  /// How a day is written.
  enum DayForm: String, CaseIterable, Sendable {
    case dashes = "yyyy-mm-dd"
    case slashes = "yyyy/mm/dd"
    case digits = "yyyymmdd"
    case midnight = "yyyy-mm-dd hh:mm:ss"

    func text(_ day: Day) -> String {
      let iso = day.iso
      switch self {
      case .dashes: return iso
      case .slashes: return iso.split(separator: "-").joined(separator: "/")
      case .digits: return iso.split(separator: "-").joined()
      case .midnight: return iso + " 00:00:00"
      }
    }
  }

  /// A built-in template by its name, or a file. Facts: aiship from its manual (受注CSV 更新). The
  /// other systems publish no import for "paid" (docs/FORMATS.md): their templates carry what such
  /// an update needs under their own column names, to be compared with the import screen.
  static func load(_ name: String) throws(RunError) -> StatusTemplate {
    if let found = builtIn.first(where: { $0.id == name }) { return found }
    guard Posix.exists(name) else {
      let known = builtIn.map(\.id)
      let near = nearest(name, of: known)
      throw .usage(
        "テンプレート「\(name)」はありません(\(known.joined(separator: "・"))、または YAML ファイル)。"
          + "\(near)?\nThere is no template “\(name)”: \(known.joined(separator: ", ")) or a YAML "
          + "file; did you mean \(near)?")
    }
    let mapped = try MappedFile(name)
    var reader = TemplateReader(file: lastComponent(name))
    let template = reader.read(String(decoding: mapped.bytes, as: UTF8.self))
    if !reader.yaml.faults.isEmpty { throw .configuration(reader.yaml.faults) }
    return template
  }

  static let builtIn = [
    StatusTemplate(
      id: "aiship",
      columns: [
        Column(name: "コントロールカラム", content: .constant("u")),
        Column(name: "注文番号", content: .orderID),
        Column(name: "*入金済ステータス", content: .constant("入金済み")),
        Column(name: "*入金済日時", content: .paidOn(.midnight)),
        Column(name: "合計入金額", content: .clearedYen),
      ]),
    StatusTemplate(
      id: "nextengine",
      columns: [
        Column(name: "店舗伝票番号", content: .orderID),
        Column(name: "入金状況", content: .constant("入金済み")),
        Column(name: "入金日", content: .paidOn(.slashes)),
        Column(name: "入金額", content: .clearedYen),
      ]),
    StatusTemplate(
      id: "rms",
      columns: [
        Column(name: "注文番号", content: .orderID),
        Column(name: "入金日", content: .paidOn(.dashes)),
        Column(name: "入金額", content: .clearedYen),
      ]),
    StatusTemplate(
      id: "eccube",
      columns: [
        Column(name: "注文番号", content: .orderID),
        Column(name: "対応状況(ID)", content: .constant("6")),
        Column(name: "入金日", content: .paidOn(.dashes)),
      ]),
  ]
}

/// Reads a template from YAML and keeps every fault.
private struct TemplateReader {
  var yaml: YAMLWalk
  private let file: String

  init(file: String) {
    self.file = file
    yaml = YAMLWalk(file: file)
  }

  mutating func read(_ text: String) -> StatusTemplate {
    var template = StatusTemplate(id: file)
    guard let root = yaml.root(text) else {
      if yaml.faults.isEmpty { yaml.fault(nil, "空のファイル / an empty file") }
      return template
    }
    for (key, value) in yaml.pairs(root, of: file) {
      switch key {
      case "encoding":
        yaml.word(value, key) { (e: Encoding) in template.isCP932 = e == .cp932 }
      case "line_end": yaml.word(value, key) { (e: LineEnd) in template.isCRLF = e == .crlf }
      case "columns": template.columns = yaml.list(value, key).compactMap { column($0) }
      default: yaml.unknown(key, value, ["encoding", "line_end", "columns"])
      }
    }
    if template.columns.isEmpty, yaml.faults.isEmpty {
      yaml.fault(root, "columns: 一列以上を書く / at least one column is needed")
    }
    return template
  }

  private enum Encoding: String, CaseIterable { case cp932, utf8 = "utf-8" }
  private enum LineEnd: String, CaseIterable { case crlf, lf }
  private enum Field: String, CaseIterable {
    case orderID = "order_id"
    case shopID = "shop_id"
    case paymentMethod = "payment_method"
    case dueYen = "due_yen"
    case clearedYen = "cleared_yen"
    case paidOn = "paid_on"
    case releasedOn = "released_on"
  }

  private mutating func column(_ node: Node) -> StatusTemplate.Column? {
    var name: String?
    var constant: String?
    var field: Field?
    var form = StatusTemplate.DayForm.dashes
    for (key, value) in yaml.pairs(node, of: "columns") {
      switch key {
      case "name": name = yaml.text(value, key)
      case "value": constant = yaml.text(value, key)
      case "field": yaml.word(value, key) { field = $0 }
      case "form": yaml.word(value, key) { form = $0 }
      default: yaml.unknown(key, value, ["name", "value", "field", "form"])
      }
    }
    guard let name, (constant == nil) != (field == nil) else {
      yaml.fault(
        node, "columns: name と、value か field のどちらか / a name, and either value or field")
      return nil
    }
    if let constant { return StatusTemplate.Column(name: name, content: .constant(constant)) }
    let content: StatusTemplate.Content =
      switch field! {
      case .orderID: .orderID
      case .shopID: .shopID
      case .paymentMethod: .paymentMethod
      case .dueYen: .dueYen
      case .clearedYen: .clearedYen
      case .paidOn: .paidOn(form)
      case .releasedOn: .releasedOn(form)
      }
    return StatusTemplate.Column(name: name, content: content)
  }
}
