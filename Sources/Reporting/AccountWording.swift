import Model

/// Whose files these are is not known: what was found, and what to write where.
struct AccountWording {
  let question: AccountQuestion
  let words: Words
  let masked: Bool

  /// What stands in brackets behind the fault; empty where there is nothing to choose from.
  var found: String {
    let names = question.keys.map(name).joined(separator: words("、", ", "))
    if let recorded = question.recordedKey {
      return words("記録済みの口座: \(name(recorded))", "on record: \(name(recorded))")
    }
    return names.isEmpty ? "" : words("候補: \(names)", "could be: \(names)")
  }

  /// What to do; nil where no line in a file can help.
  var advice: String? {
    guard !question.formatIDs.isEmpty else { return nil }
    let formats = question.formatIDs.joined(separator: ", ")
    if let recorded = question.recordedKey {
      return words(
        "形式 \(formats) の明細は口座 \(name(recorded)) として記録済みです。"
          + "口座を替えると同じ入出金を二重に数えるおそれがあるため取り込みません。"
          + "口座の指定を元に戻すか、新しい作業フォルダを作り、"
          + "正しい指定で archive/ の原本から取り込み直してください",
        "Files of \(formats) are on record as \(name(recorded)): in another account their money "
          + "could count twice, so nothing was taken. Name the earlier account again, or make a "
          + "new workspace with the right one and import the originals of archive/ there")
    }
    let item = "- {\(components), formats: [\(formats)]}"
    return words(
      "別の口座と混ざったり二重に数えたりしないよう、取り込まずに待っています。"
        + "形式 \(formats) の明細がどの口座のものか、"
        + "指定してください。keshikomi.yaml の accounts: の下に 「\(item)」"
        + "(番号は本当の口座のもの。その口座が既にあれば formats: に足すだけ)" + ownAdvice,
      "It waits so that no money is mixed up or counted twice. Say which account files of "
        + "\(formats) are of: in keshikomi.yaml, under accounts:, “\(item)” with the number of the "
        + "account that it really is (where the account stands there already, only add to its "
        + "formats:)" + ownAdvice)
  }

  /// A format of the user can say it itself.
  private var ownAdvice: String {
    guard !question.ownFormatIDs.isEmpty else { return "" }
    let formats = question.ownFormatIDs.joined(separator: ", ")
    return words(
      "。自作の形式 \(formats) なら、その YAML に 「account: {\(components)}」 と書いてもよい",
      "; or, in the YAML of your format \(formats), “account: {\(components)}”")
  }

  /// The parts of the first candidate that has a number, as the files of a person have them.
  private var components: String {
    guard let key = question.keys.first(where: { !isNameless($0) }) else {
      return "bank: \"0000\", branch: \"000\", type: 1, number: \"0000000\""
    }
    let parts = parts(key)
    var items: [String] = []
    if parts.bank != "?" { items.append("bank: \"\(parts.bank)\"") }
    if parts.branch != "?" { items.append("branch: \"\(parts.branch)\"") }
    if parts.type != "?" { items.append("type: \(parts.type)") }
    items.append("number: \"\(number(parts.number))\"")
    return items.joined(separator: ", ")
  }

  private func name(_ key: String) -> String {
    if isNameless(key) { return words.account(key) }
    let parts = parts(key)
    return "\(parts.bank)-\(parts.branch)-\(parts.type)-\(number(parts.number))"
  }

  /// Outside of the shop's own report only how long it is.
  private func number(_ text: String) -> String {
    masked ? String(repeating: "*", count: text.utf8.count) : cleaned(text)
  }

  private func isNameless(_ key: String) -> Bool { key.utf8.starts(with: "anonymous/".utf8) }

  /// A number may hold the separator itself.
  private func parts(
    _ key: String
  ) -> (bank: String, branch: String, type: String, number: String) {
    let parts = key.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return ("?", "?", "?", key) }
    return (String(parts[0]), String(parts[1]), String(parts[2]), String(parts[3]))
  }
}
