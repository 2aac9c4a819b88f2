internal import Model
internal import Yams

/// Bookings and refunds of the policy file.
extension SettingsReader {
  mutating func books(_ node: Node) -> BookTerms {
    var terms = BookTerms()
    for (key, value) in yaml.pairs(node, of: "books") {
      switch key {
      case "accounts":
        for (name, text) in yaml.pairs(value, of: "accounts") {
          guard let account = BookAccount(rawValue: name) else {
            yaml.unknown(name, text, BookAccount.allCases.map(\.rawValue))
            continue
          }
          terms.names[account] = yaml.text(text, name)
        }
      case "fee_as":
        switch value.string {
        case "reduction": terms.feeIsPurchase = false
        case "purchase": terms.feeIsPurchase = true
        default: yaml.unknown(value.string ?? "", value, ["reduction", "purchase"])
        }
      case "sales": yaml.flag(value, key) { terms.postsSales = $0 }
      case "pass_through": terms.passThrough = yaml.text(value, key) ?? terms.passThrough
      default: yaml.unknown(key, value, ["accounts", "fee_as", "sales", "pass_through"])
      }
    }
    return terms
  }

  mutating func refundSender(_ node: Node) -> RefundSender? {
    var account = PayeeAccount(bankCode: "", branchCode: "", number: "", holder: "")
    var client = ""
    for (key, value) in yaml.pairs(node, of: "refund_sender") {
      switch key {
      case "client_code": client = value.string ?? ""
      case "name": account.holder = yaml.text(value, key) ?? ""
      case "bank": account.bankCode = yaml.digits(value, key, 4) ?? ""
      case "bank_name": account.bankName = yaml.text(value, key) ?? ""
      case "branch": account.branchCode = yaml.digits(value, key, 3) ?? ""
      case "branch_name": account.branchName = yaml.text(value, key) ?? ""
      case "type": yaml.whole(value, key, 1...9) { account.accountType = Int32($0) }
      case "number": account.number = value.string ?? ""
      default:
        yaml.unknown(
          key, value,
          [
            "client_code", "name", "bank", "bank_name", "branch", "branch_name", "type", "number",
          ])
      }
    }
    let missing = [
      ("client_code", client), ("name", account.holder), ("bank", account.bankCode),
      ("branch", account.branchCode), ("number", account.number),
    ].filter { $0.1.isEmpty }.map(\.0)
    if !missing.isEmpty {
      let list = missing.joined(separator: ", ")
      yaml.fault(node, "refund_sender: \(list) がない / \(list) missing")
      return nil
    }
    return RefundSender(clientCode: client, account: account)
  }
}
