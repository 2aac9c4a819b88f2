internal import Model
internal import Yams

/// Warehouse, contract and dated tables of the policy file.
extension SettingsReader {
  mutating func delivery(_ node: Node, _ base: DeliveryTerms, _ name: String) -> DeliveryTerms {
    var d = base
    for (key, value) in yaml.pairs(node, of: name) {
      switch key {
      case "warehouse_days": d.warehouseDays = weekdays(value, key)
      case "warehouse_closed": d.warehouseClosed = days(value, key)
      case "pick_pack_hours": yaml.whole(value, key, 0...72) { d.pickPackHours = Int32($0) }
      case "statement_hour": yaml.whole(value, key, 0...23) { d.statementHour = Int32($0) }
      case "ships_within_days": yaml.whole(value, key, 0...60) { d.shipsWithinDays = Int32($0) }
      case "late_payment_moves_day": yaml.flag(value, key) { d.latePaymentMovesDay = $0 }
      case "unshipped_after_days":
        yaml.whole(value, key, 1...60) { d.unshippedAfterDays = Int32($0) }
      default:
        yaml.unknown(
          key, value,
          [
            "warehouse_days", "warehouse_closed", "pick_pack_hours", "statement_hour",
            "ships_within_days", "late_payment_moves_day", "unshipped_after_days",
          ])
      }
    }
    return d
  }

  private mutating func weekdays(_ node: Node, _ key: String) -> UInt8 {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    var bits: UInt8 = 0
    let values = yaml.list(node, key)
    for value in values {
      if let n = names.firstIndex(of: value.string ?? "") {
        bits |= 1 << UInt8(n)
      } else {
        yaml.unknown(value.string ?? "", value, names)
      }
    }
    if values.isEmpty { yaml.fault(node, "\(key): 一日以上を書く / at least one day is needed") }
    return bits
  }

  private mutating func days(_ node: Node, _ key: String) -> [Day] {
    var found: [Day] = []
    for value in yaml.list(node, key) { yaml.day(value, key) { found.append($0) } }
    return found.sorted()
  }

  mutating func contract(
    _ node: Node, _ base: ContractProfile, _ name: String
  ) -> ContractProfile {
    var c = base
    for (key, value) in yaml.pairs(node, of: name) {
      switch key {
      case "reference": c.reference = yaml.text(value, key) ?? ""
      case "fault_standard": yaml.word(value, key) { c.faultStandard = $0 }
      case "cap_yen": yaml.whole(value, key, 0...1_000_000_000_000) { c.capYen = $0 }
      case "cap_period": yaml.word(value, key) { c.capPeriod = $0 }
      case "year_starts_on": yaml.dayOfYear(value, key) { c.yearStartsOn = $0 }
      case "gross_negligence_uncapped":
        yaml.flag(value, key) { c.capFallsAtGrossNegligence = $0 }
      case "missed_day_is_direct_damage": yaml.flag(value, key) { c.missedDayIsDirectDamage = $0 }
      case "wrong_release_at": yaml.word(value, key) { c.wrongReleaseAt = $0 }
      case "cost_percent": yaml.whole(value, key, 0...100) { c.costPercent = $0 }
      case "authority": c.authorityYen = authority(value)
      default: contractTerm(key, value, &c)
      }
    }
    return c
  }

  private mutating func contractTerm(_ key: String, _ value: Node, _ c: inout ContractProfile) {
    switch key {
    case "statement_due": yaml.clock(value, key) { c.statementDueMinute = $0 }
    case "statement_supplier": yaml.word(value, key) { c.statementSupplier = $0 }
    case "same_day_cutoff": yaml.clock(value, key) { c.sameDayCutoffMinute = $0 }
    case "confirm_within_minutes":
      yaml.whole(value, key, 1...100_000) { c.confirmWithinMinutes = Int32($0) }
    case "incident_notice_hours":
      yaml.whole(value, key, 0...10_000) { c.incidentNoticeHours = Int32($0) }
    case "claim_window_days": yaml.whole(value, key, 0...10_000) { c.claimWindowDays = Int32($0) }
    case "accepted_after_days":
      yaml.whole(value, key, 0...1_000) { c.acceptedAfterDays = Int32($0) }
    case "double_check_above_yen":
      yaml.whole(value, key, 0...1_000_000_000) { c.doubleCheckAboveYen = $0 }
    case "custody": yaml.word(value, key) { c.custody = $0 }
    case "carve_outs": c.carveOuts = yaml.list(value, key).compactMap { $0.string }
    default: yaml.unknown(key, value, SettingsReader.contractKeys)
    }
  }

  private mutating func authority(_ node: Node) -> [AuthorityAct: Int64] {
    var limits: [AuthorityAct: Int64] = [:]
    for (key, value) in yaml.pairs(node, of: "authority") {
      guard let act = AuthorityAct(rawValue: key) else {
        yaml.unknown(key, value, AuthorityAct.allCases.map(\.rawValue))
        continue
      }
      yaml.whole(value, key, 0...1_000_000_000) { limits[act] = $0 }
    }
    return limits
  }

  static let contractKeys = [
    "reference", "fault_standard", "cap_yen", "cap_period", "year_starts_on",
    "gross_negligence_uncapped", "missed_day_is_direct_damage", "wrong_release_at",
    "cost_percent", "authority", "statement_due", "statement_supplier", "same_day_cutoff",
    "confirm_within_minutes", "incident_notice_hours", "claim_window_days", "accepted_after_days",
    "double_check_above_yen", "custody", "carve_outs",
  ]

  /// Terms of single shops, over what holds for all.
  mutating func shopTerms(_ root: Node, _ settings: Settings) -> [String: ShopTerms] {
    let base = ShopTerms(
      policy: settings.policy, delivery: settings.delivery, contract: settings.contract)
    var terms: [String: ShopTerms] = [:]
    guard let node = root.mapping?["terms_of_shop"] else { return terms }
    for (shop, value) in yaml.pairs(node, of: "terms_of_shop") {
      var own = base
      for (key, part) in yaml.pairs(value, of: shop) {
        switch key {
        case "policy": own.policy = policy(part, base.policy, "policy")
        case "delivery": own.delivery = delivery(part, base.delivery, "delivery")
        case "contract": own.contract = contract(part, ContractProfile(), "contract")
        default: yaml.unknown(key, part, ["policy", "delivery", "contract"])
        }
      }
      terms[shop] = own
    }
    return terms
  }
}

/// Dated tables in the place of the built-in ones; nil where those hold.
struct OwnTables: Sendable {
  var fees: FeeTable?
  var calendar: BankCalendar?
  var rate: StatutoryRate?
}

extension SettingsReader {
  mutating func tables(_ node: Node) -> OwnTables {
    var tables = OwnTables()
    for (key, value) in yaml.pairs(node, of: "tables") {
      switch key {
      case "transfer_fees": tables.fees = feeTable(value)
      case "bank_holidays": tables.calendar = holidays(value)
      case "statutory_rate": tables.rate = rate(value)
      default: yaml.unknown(key, value, ["transfer_fees", "bank_holidays", "statutory_rate"])
      }
    }
    return tables
  }

  private mutating func feeTable(_ node: Node) -> FeeTable? {
    var version: String?
    var until: Day?
    var fees: [TransferFee] = []
    for (key, value) in yaml.pairs(node, of: "transfer_fees") {
      switch key {
      case "version": version = yaml.text(value, key)
      case "valid_until": yaml.day(value, key) { until = $0 }
      case "fees": fees = yaml.list(value, key).compactMap { fee($0) }
      default: yaml.unknown(key, value, ["version", "valid_until", "fees"])
      }
    }
    guard let version, let until else {
      needsDates(node, "transfer_fees: version, valid_until")
      return nil
    }
    return FeeTable(version: version, fees: fees, validUntil: until)
  }

  private mutating func fee(_ node: Node) -> TransferFee? {
    var fee = TransferFee(amountYen: 0, fromYen: 1, toYen: .max, note: "")
    for (key, value) in yaml.pairs(node, of: "fees") {
      switch key {
      case "yen": yaml.whole(value, key, 1...10_000) { fee.amountYen = $0 }
      case "from_yen": yaml.whole(value, key, 1...1_000_000_000) { fee.fromYen = $0 }
      case "to_yen": yaml.whole(value, key, 1...1_000_000_000) { fee.toYen = $0 }
      case "note": fee.note = yaml.text(value, key) ?? ""
      default: yaml.unknown(key, value, ["yen", "from_yen", "to_yen", "note"])
      }
    }
    if fee.amountYen == 0 || fee.fromYen > fee.toYen {
      yaml.fault(node, "fees: yen と正しい範囲が必要 / yen and a range from ≤ to are needed")
      return nil
    }
    return fee
  }

  private mutating func holidays(_ node: Node) -> BankCalendar? {
    var (first, last): (Day?, Day?)
    var closed: [Day] = []
    var source = "keshikomi.yaml"
    for (key, value) in yaml.pairs(node, of: "bank_holidays") {
      switch key {
      case "from": yaml.day(value, key) { first = $0 }
      case "valid_until": yaml.day(value, key) { last = $0 }
      case "closed": closed = days(value, key)
      case "source": source = yaml.text(value, key) ?? source
      default: yaml.unknown(key, value, ["from", "valid_until", "closed", "source"])
      }
    }
    guard let first, let last, first <= last else {
      needsDates(node, "bank_holidays: from, valid_until")
      return nil
    }
    return BankCalendar(firstDay: first, lastDay: last, closedDays: closed, source: source)
  }

  private mutating func rate(_ node: Node) -> StatutoryRate? {
    var perMille: Int64?
    var until: Day?
    for (key, value) in yaml.pairs(node, of: "statutory_rate") {
      switch key {
      case "per_mille": yaml.whole(value, key, 0...1_000) { perMille = $0 }
      case "valid_until": yaml.day(value, key) { until = $0 }
      default: yaml.unknown(key, value, ["per_mille", "valid_until"])
      }
    }
    guard let perMille, let until else {
      needsDates(node, "statutory_rate: per_mille, valid_until")
      return nil
    }
    return StatutoryRate(perMille: perMille, validUntil: until)
  }

  private mutating func needsDates(_ node: Node, _ what: String) {
    yaml.fault(node, "\(what) が必要 / needed: a table without its dates would be guessed from")
  }
}
