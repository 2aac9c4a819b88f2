import Model

/// Who is taken to bear a loss first, to whom one may turn, and which deadlines run: presumptions
/// per code, to be replaced by the shop's own contracts. See docs/FINDINGS.md.
struct Liability {
  var firstBearer: Party
  var recourse: [Party]
  var deadlines: [DeadlineRule]

  private init(_ firstBearer: Party, _ recourse: [Party], _ deadlines: [DeadlineRule]) {
    self.firstBearer = firstBearer
    self.recourse = recourse
    self.deadlines = deadlines
  }

  static func of(_ code: FindingCode) -> Liability {
    switch code {
    case .A01: Liability(.payer, [], [.ship, .pay])
    case .A02: Liability(.payer, [], [.pay, .notify])
    case .A03, .A04: Liability(.shop, [], [.refund])
    case .N01: Liability(.shop, [], [.close])
    case .N02: Liability(.payer, [], [.ship, .notify])
    case .N03: Liability(.shop, [.operator], [.ship, .notify])
    case .N04, .N05: Liability(.shop, [.operator], [.ship, .notify])
    case .N06: Liability(.shop, [.operator], [.notify])
    case .N07: Liability(.shop, [], [.bank])
    case .M01: Liability(.shop, [], [.ship])
    case .M02: Liability(.payer, [], [.pay, .notify])
    case .M03: Liability(.shop, [.operator], [.ship, .object, .notify])
    case .T01: Liability(.shop, [], [.notify, .refund])
    case .T02: Liability(.payer, [.shop], [.ship, .notify])
    case .T03: Liability(.shop, [], [.notify, .close])
    case .T04: Liability(.payer, [.operator], [.pay])
    case .T05: Liability(.shop, [.operator, .warehouse, .carrier], [.ship])
    case .T06: Liability(.shop, [.warehouse, .operator], [.notify])
    case .B01: Liability(.shop, [.payer, .bank], [.bank])
    case .S01, .S02, .S03, .S04: Liability(.shop, [.acquirer, .carrier, .mall], [])
    case .S05: Liability(.shop, [.acquirer], [])
    case .S06: Liability(.shop, [.operator], [.ship])
    case .S07, .S11: Liability(.shop, [.acquirer], [.ship])
    case .S08: Liability(.shop, [.payer], [])
    case .S09: Liability(.shop, [.carrier, .operator], [.ship])
    case .S10: Liability(.shop, [.operator], [.ship])
    case .R01, .R03: Liability(.operator, [.shop], [])
    case .R02: Liability(.shop, [], [.refund])
    case .D01, .D02, .D03: Liability(.dataSupplier, code == .D02 ? [.bank] : [], [.data])
    case .D04: Liability(.shop, [], [.ship])
    case .D05: Liability(.operator, [], [])
    }
  }
}
