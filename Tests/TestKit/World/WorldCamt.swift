import Model

/// camt.053.001.08, one statement for each day with balances and a summary that adds up.
extension World {
  public func camtFile() -> [UInt8] {
    var balance = openingBalanceYen
    return camtOpening() + camtStatements(balance: &balance) + World.camtClosing
  }

  static let camtClosing = Array("</BkToCstmrStmt></Document>\n".utf8)

  func camtOpening() -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>\
      <MsgId>M\(seed)</MsgId><CreDtTm>\(lastDay.iso)T23:30:00+09:00</CreDtTm></GrpHdr>

      """.utf8)
  }

  /// The statements alone, from a balance that goes on: for files made of many of them.
  func camtStatements(balance: inout Int64) -> [UInt8] {
    var out: [UInt8] = []
    let all = bookings()
    out.reserveCapacity(all.count * 720)
    var start = 0
    var number = 0
    while start < all.count {
      var end = start + 1
      while end < all.count, all[end].day == all[start].day { end += 1 }
      number += 1
      appendStatement(all[start..<end], number: number, balance: &balance, to: &out)
      start = end
    }
    return out
  }

  private func appendStatement(
    _ day: ArraySlice<WorldBooking>, number: Int, balance: inout Int64, to out: inout [UInt8]
  ) {
    let credits = day.filter(\.isCredit)
    let debits = day.filter { !$0.isCredit }
    let creditSum = credits.reduce(0) { $0 + $1.amountYen }
    let debitSum = debits.reduce(0) { $0 + $1.amountYen }
    let date = day.first!.day.iso
    let opening = balance
    balance += creditSum - debitSum
    put(
      """
      <Stmt><Id>\(WorldText.compact(day.first!.day))</Id><ElctrncSeqNb>\(number)</ElctrncSeqNb>\
      <CreDtTm>\(date)T22:10:00+09:00</CreDtTm><Acct><Id><Othr><Id>\(accountID)</Id></Othr></Id>\
      <Ccy>JPY</Ccy></Acct>\(balanceElement("OPBD", opening, date))\
      \(balanceElement("CLBD", balance, date))<TxsSummry><TtlNtries>\
      <NbOfNtries>\(day.count)</NbOfNtries><Sum>\(creditSum + debitSum)</Sum></TtlNtries>\
      <TtlCdtNtries><NbOfNtries>\(credits.count)</NbOfNtries><Sum>\(creditSum)</Sum>\
      </TtlCdtNtries><TtlDbtNtries><NbOfNtries>\(debits.count)</NbOfNtries>\
      <Sum>\(debitSum)</Sum></TtlDbtNtries></TxsSummry>

      """, &out)
    for booking in day { appendEntry(booking, date: date, to: &out) }
    put("</Stmt>\n", &out)
  }

  private var accountID: String {
    account.bankCode! + account.branchCode! + String(account.accountType!) + account.number!
  }

  private func balanceElement(_ code: String, _ amountYen: Int64, _ date: String) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">\(abs(amountYen))</Amt>\
    <CdtDbtInd>\(amountYen < 0 ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>\(date)</Dt></Dt></Bal>
    """
  }

  private func appendEntry(_ booking: WorldBooking, date: String, to out: inout [UInt8]) {
    let deposit = booking.depositIndex.map { deposits[$0] }
    let isReversal = (deposit?.amountYen ?? 0) < 0
    put(
      """
      <Ntry><Amt Ccy="JPY">\(booking.amountYen)</Amt>\
      <CdtDbtInd>\(booking.isCredit ? "CRDT" : "DBIT")</CdtDbtInd>\
      \(isReversal ? "<RvslInd>true</RvslInd>" : "")<Sts><Cd>BOOK</Cd></Sts>\
      <BookgDt><Dt>\(date)</Dt></BookgDt><ValDt><Dt>\(date)</Dt></ValDt>
      """, &out)
    guard let deposit else {
      put("<BkTxCd><Prtry><Cd>OUT</Cd></Prtry></BkTxCd>", &out)
      put("<AddtlNtryInf>\(booking.text)</AddtlNtryInf></Ntry>\n", &out)
      return
    }
    let remittance =
      deposit.ediText.isEmpty ? "" : "<RmtInf><Ustrd>\(deposit.ediText)</Ustrd></RmtInf>"
    put(
      """
      <AcctSvcrRef>\(deposit.id)</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>\
      <SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>\
      <EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty>\
      <Nm>\(deposit.payerName)</Nm></Pty></Dbtr></RltdPties><RltdAgts><DbtrAgt><FinInstnId>\
      <Nm>\(deposit.payerBank)</Nm></FinInstnId></DbtrAgt></RltdAgts>\(remittance)\
      </TxDtls></NtryDtls></Ntry>

      """, &out)
  }

  private func put(_ text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }
}
