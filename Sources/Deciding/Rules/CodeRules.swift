import Model

/// What is the same for every case of one code: who is taken to bear a loss first, to whom one may
/// turn, which deadlines run, what books it, which act settles it. Presumptions, to be replaced by
/// the shop's own contracts. See docs/FINDINGS.md.
struct CodeRule {
  var firstBearer: Party
  var recourse: [Party]
  var deadlines: [DeadlineRule]
  /// Entry of docs/FINDINGS.md, "Accounting"; empty where nothing is booked.
  var accounting: String
  /// What settles it in the shop's name; nil where nothing does.
  var act: AuthorityAct?

  private init(
    _ firstBearer: Party, _ recourse: [Party], _ deadlines: [DeadlineRule], _ accounting: String,
    _ act: AuthorityAct? = nil
  ) {
    self.firstBearer = firstBearer
    self.recourse = recourse
    self.deadlines = deadlines
    self.accounting = accounting
    self.act = act
  }

  static func of(_ code: FindingCode) -> CodeRule {
    switch code {
    case .A01: CodeRule(.payer, [], [.ship, .pay], "AC-03", .acceptShort)
    case .A02: CodeRule(.payer, [], [.pay, .notify], "AC-03", .acceptShort)
    case .A03, .A04: CodeRule(.shop, [], [.refund], "AC-04", .refund)
    case .N01: CodeRule(.shop, [], [.close], "AC-05")
    case .N02: CodeRule(.payer, [], [.ship, .notify], "AC-01")
    case .N03: CodeRule(.shop, [.operator], [.ship, .notify], "AC-05")
    case .N04, .N05: CodeRule(.shop, [.operator], [.ship, .notify], "AC-01")
    case .N06: CodeRule(.shop, [.operator], [.notify], "AC-04")
    case .N07: CodeRule(.shop, [], [.atOnce], "AC-05", .refund)
    case .M01: CodeRule(.shop, [], [.ship], "AC-01")
    case .M02: CodeRule(.payer, [], [.pay, .notify], "AC-03", .acceptShort)
    case .M03: CodeRule(.shop, [.operator], [.ship, .object, .notify], "AC-03", .allocate)
    case .T01: CodeRule(.shop, [], [.notify, .refund], "AC-04", .refund)
    case .T02: CodeRule(.payer, [.shop], [.ship, .notify], "AC-01")
    case .T03: CodeRule(.shop, [], [.notify, .close], "AC-05")
    case .T04: CodeRule(.payer, [.operator], [.pay], "", .cancelOverdue)
    case .T05: CodeRule(.shop, [.operator, .warehouse, .carrier], [.ship], "AC-10")
    case .T06: CodeRule(.shop, [.warehouse, .operator], [.notify], "AC-01")
    case .B01: CodeRule(.shop, [.payer, .bank], [.bank], "AC-12", .consentToRecall)
    default: ofOthers(code)
    }
  }

  /// Payments that somebody else collects, refunds, data.
  private static func ofOthers(_ code: FindingCode) -> CodeRule {
    switch code {
    case .S01: CodeRule(.shop, [.acquirer, .carrier, .mall], [.inquiry], "AC-05")
    case .S02: CodeRule(.shop, [.acquirer, .carrier, .mall], [.payout], "")
    case .S03: CodeRule(.shop, [.acquirer, .mall], [.payout], "AC-07")
    case .S04: CodeRule(.shop, [.acquirer, .carrier, .mall], [.close], "AC-07")
    case .S05: CodeRule(.shop, [.acquirer], [.chargeback], "AC-09")
    case .S06: CodeRule(.shop, [.operator], [.ship], "AC-11")
    case .S07: CodeRule(.shop, [.acquirer], [.ship], "AC-03")
    case .S08: CodeRule(.shop, [.payer], [.inquiry], "AC-06b")
    case .S09: CodeRule(.shop, [.carrier, .operator], [.ship, .remittance], "AC-06")
    case .S10: CodeRule(.shop, [.operator], [.ship], "")
    case .S11: CodeRule(.shop, [.acquirer], [.payout], "")
    case .R01: CodeRule(.operator, [.shop], [.atOnce], "AC-05", .refund)
    case .R02: CodeRule(.shop, [], [.refund], "AC-04", .refund)
    case .R03: CodeRule(.operator, [.shop], [.atOnce], "AC-12", .refund)
    case .D02: CodeRule(.dataSupplier, [.bank], [.data], "")
    case .D04: CodeRule(.shop, [], [.ship], "AC-03")
    case .D05: CodeRule(.operator, [], [.atOnce], "AC-05")
    default: CodeRule(.dataSupplier, [], [.data], "")
    }
  }
}
