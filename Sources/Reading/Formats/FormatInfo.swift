public import Model

/// What `keshikomi formats` shows of one format.
public struct FormatInfo: Sendable {
  /// Stable, as in `FileReading.formatID`.
  public var id: String
  public var kind: FileKind
  public var titleJa: String
  public var titleEn: String
  /// 統一金融機関番号 where the format belongs to one bank; nil otherwise.
  public var bankCode: String?
  /// How sure the layout is: "A" published by its owner, "B" two independent programs or files,
  /// "C" one, "D" contradictory.
  public var grade: String
  /// Where the layout is known from.
  public var sources: [String]
  /// Peculiarities that a user should know.
  public var notes: [String]

  public init(
    id: String, kind: FileKind, titleJa: String, titleEn: String, bankCode: String? = nil,
    grade: String, sources: [String], notes: [String] = []
  ) {
    self.id = id
    self.kind = kind
    self.titleJa = titleJa
    self.titleEn = titleEn
    self.bankCode = bankCode
    self.grade = grade
    self.sources = sources
    self.notes = notes
  }
}
