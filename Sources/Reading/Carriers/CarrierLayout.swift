/// Where a shipping file says which order a row is for, and what is collected at the door.
///
/// Source: column lists of the carriers' own import files (ヤマト B2クラウド new_exchange1.pdf,
/// 佐川 e飛伝Ⅲ, ゆうパックプリントR), bound by the names in the header.
public struct CarrierLayout: Hashable, Sendable {
  /// Stable id, printed.
  public var id: String
  /// Name of the column that holds the order number.
  public var key: String
  /// Name of the column with the amount to collect; empty where the file has none.
  public var amount: String
  /// Name of the column that says how the parcel is paid, and the words that mean "at the door";
  /// empty where an amount alone says so.
  public var kind: String
  public var kindsAtDoor: [String]
  /// Column counts that the carrier's import has; empty where any fits.
  public var columnCounts: [Int]

  /// B2クラウド: 94 columns, 95 since the newest field was added.
  static let b2 = CarrierLayout(
    id: "b2cloud", key: "お客様管理番号", amount: "コレクト代金引換額(税込)", kind: "送り状種類",
    kindsAtDoor: ["2", "9"], columnCounts: [94, 95])
  static let ehiden3 = CarrierLayout(
    id: "ehiden3", key: "お客様管理番号", amount: "代引金額", kind: "", kindsAtDoor: [],
    columnCounts: [74])
  static let yupackR = CarrierLayout(
    id: "yupack-r", key: "お客様側管理番号", amount: "代引金額", kind: "元/着払/代引",
    kindsAtDoor: ["2"], columnCounts: [117])

  static let known = [b2, ehiden3, yupackR]

  /// Any CSV whose columns somebody names; nothing is collected at the door where `amount` is nil.
  public static func named(key: String, amount: String?) -> CarrierLayout {
    CarrierLayout(
      id: "named", key: key, amount: amount ?? "", kind: "", kindsAtDoor: [], columnCounts: [])
  }
}

/// The columns of one file.
struct CarrierColumns {
  var key: Int
  /// -1 where there is none.
  var amount: Int
  var kind: Int
}

/// Why a shipping file cannot be passed through. Nothing of it is then.
public enum CarrierFault: Error, Hashable, Sendable {
  /// Neither a known layout's header nor a named column.
  case unknownHeader
  /// The column stands there twice.
  case doubledColumn(String)
  case missingColumn(String)
  /// The row's structure is broken: a quote that never closes, a NUL, a line too long.
  case brokenRow(line: Int)
  /// A row has more columns than the header: its values may stand in the wrong ones.
  case tooManyColumns(line: Int)
  /// The order number is not readable in the file's encoding.
  case unreadableKey(line: Int)
}
