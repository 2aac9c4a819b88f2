internal import Model
internal import Yams

/// Reads what was agreed with one provider from the policy file.
struct ProviderReader {
  private static let keys = [
    "provider", "methods", "shops", "method_words", "payer_names", "fees", "fee_tax",
    "settles_within_days", "confirms_within_days", "transfer_fees", "differences",
    "gross_of_points",
  ]

  static func read(_ node: Node, _ yaml: inout YAMLWalk) -> ProviderTerms? {
    guard let id = node.mapping?["provider"]?.string, !id.isEmpty else {
      yaml.fault(node, "settlements: provider がない / provider is missing")
      return nil
    }
    var terms = ProviderTerms.usual(id)
    for (key, value) in yaml.pairs(node, of: "settlements") {
      switch key {
      case "provider": break
      case "methods":
        terms.methods = words(value, key, &yaml, PaymentMethod.allCases.map(\.rawValue))
          .compactMap { PaymentMethod(rawValue: $0) }
      case "shops": terms.shops = yaml.list(value, key).compactMap { yaml.text($0, key) }
      case "method_words":
        terms.methodWords = yaml.list(value, key).compactMap { yaml.text($0, key) }
      case "payer_names":
        terms.payerNames = yaml.list(value, key).compactMap { yaml.text($0, key) }
      case "fees": terms.fees = yaml.list(value, key).map { fee($0, &yaml) }
      case "fee_tax":
        if let found = FeeTaxClass(rawValue: value.string ?? "") {
          terms.feeTax = found
        } else {
          yaml.fault(value, "fee_tax: exempt, taxable10, unknown")
        }
      case "settles_within_days":
        yaml.whole(value, key, 1...400) { terms.settlesWithinDays = Int32($0) }
      case "confirms_within_days":
        yaml.whole(value, key, 1...400) { terms.confirmsWithinDays = Int32($0) }
      case "transfer_fees":
        for item in yaml.list(value, key) {
          yaml.whole(item, key, 1...10_000) { terms.transferFeesYen.append($0) }
        }
      case "differences":
        terms.differences = yaml.list(value, key).map { difference($0, &yaml) }
      case "gross_of_points": yaml.flag(value, key) { terms.paysGrossOfPoints = $0 }
      default: yaml.unknown(key, value, keys)
      }
    }
    return terms
  }

  private static func words(
    _ node: Node, _ key: String, _ yaml: inout YAMLWalk, _ known: [String]
  ) -> [String] {
    var found: [String] = []
    for item in yaml.list(node, key) {
      guard let word = item.string, known.contains(word) else {
        yaml.unknown(item.string ?? "", item, known)
        continue
      }
      found.append(word)
    }
    return found
  }

  private static func fee(_ node: Node, _ yaml: inout YAMLWalk) -> FeeRule {
    var rule = FeeRule()
    for (key, value) in yaml.pairs(node, of: "fees") {
      switch key {
      case "method": rule.methodText = yaml.text(value, key) ?? ""
      case "from_yen": yaml.whole(value, key, 0...1_000_000_000) { rule.fromYen = $0 }
      case "to_yen": yaml.whole(value, key, 0...1_000_000_000) { rule.toYen = $0 }
      case "fixed_yen": yaml.whole(value, key, 0...100_000) { rule.fixedYen = $0 }
      case "percent":
        if let rate = tenMillionths(value.string ?? "") {
          rule.rate = rate
        } else {
          yaml.fault(value, "percent: 3.6 の形の数 / a number like 3.6")
        }
      case "rounding":
        if let found = YenRounding(rawValue: value.string ?? "") {
          rule.rounding = found
        } else {
          yaml.fault(value, "rounding: down, nearest, up")
        }
      default:
        yaml.unknown(
          key, value, ["method", "from_yen", "to_yen", "fixed_yen", "percent", "rounding"])
      }
    }
    return rule
  }

  private static func difference(_ node: Node, _ yaml: inout YAMLWalk) -> NamedDifference {
    var found = NamedDifference(yen: 0, name: "")
    for (key, value) in yaml.pairs(node, of: "differences") {
      switch key {
      case "yen": yaml.whole(value, key, -100_000...100_000) { found.yen = $0 }
      case "method": found.methodWord = yaml.text(value, key) ?? ""
      case "name": found.name = yaml.text(value, key) ?? ""
      case "required": yaml.flag(value, key) { found.isRequired = $0 }
      default: yaml.unknown(key, value, ["yen", "method", "name", "required"])
      }
    }
    return found
  }

  /// Digits with at most five decimals, as percent.
  private static func tenMillionths(_ text: String) -> Int64? {
    var value: Int64 = 0
    var decimals = -1
    guard (1...9).contains(text.utf8.count) else { return nil }
    for byte in text.utf8 {
      if byte == 0x2E, decimals < 0 {
        decimals = 0
      } else if byte >= 0x30, byte <= 0x39 {
        value = value * 10 + Int64(byte - 0x30)
        if decimals >= 0 { decimals += 1 }
      } else {
        return nil
      }
    }
    guard decimals <= 5 else { return nil }
    for _ in max(0, decimals)..<5 { value *= 10 }
    return value
  }
}
