import Model

/// The CSV and camt files of a download.
extension DownloadContent {
  private var lineEnd: String { edition % 2 == 0 ? "\r\n" : "\n" }

  func csv() -> [UInt8] {
    var text = head + lineEnd
    for booking in bookings { text += line(booking) + lineEnd }
    return Array(text.utf8)
  }

  private var head: String {
    switch format {
    case .generic: "取引日,摘要,お支払金額,お預り金額,残高"
    case .genericPlain: "取引日,摘要,お支払金額,お預り金額"
    case .mufgPersonal:
      "\"日付\",\"摘要\",\"摘要内容\",\"支払い金額\",\"預かり金額\",\"差引残高\",\"メモ\","
        + "\"未資金化区分\",\"入払区分\""
    case .rakuten: "取引日,入出金(円),取引後残高(円),入出金内容"
    case .bizStation:
      "金融機関コード,金融機関名,支店コード,支店名,科目,口座番号,口座名,取引日,入払区分,取引区分,"
        + "取引金額,内他店券金額,手形・小切手区分,手形・小切手番号,振込依頼人番号,振込依頼人名,"
        + "仕向金融機関名,仕向支店名,摘要,EDI情報"
    default:
      "deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,edi_info,"
        + "reversal"
    }
  }

  private func line(_ booking: DownloadBooking) -> String {
    let who = DownloadWorld.payers[booking.payer]
    let c = booking.day.civil
    let slashed = "\(c.year)/\(c.month)/\(c.day)"
    let isIn = booking.direction == .credit
    let amount = String(booking.amountYen)
    let signed = isIn ? amount : "-" + amount
    switch format {
    case .generic, .genericPlain:
      let kind = ["振込 ", "", "口座振替 ", "振込取消 "][booking.kind.rawValue]
      let name = booking.kind == .interest ? "利息" : DownloadContent.cut(who.half)
      let money = isIn ? "," + amount : amount + ","
      let balance = format == .generic ? ",\(booking.balanceAfterYen)" : ""
      return "\(slashed),\(kind)\(name),\(money)\(balance)"
    case .mufgPersonal:
      let kind = ["振込１", "利息", "口座振替", "振込取消"][booking.kind.rawValue]
      let cells = [
        slashed, kind, booking.kind == .interest ? "" : who.kana, isIn ? "" : amount,
        isIn ? amount : "", String(booking.balanceAfterYen), "", "", "",
      ]
      return cells.map { "\"\($0)\"" }.joined(separator: ",")
    case .rakuten:
      let kind = ["振込 ", "", "口座振替 ", "振込取消 "][booking.kind.rawValue]
      let name = booking.kind == .interest ? "利息" : who.kana
      return "\(WorldText.compact(booking.day)),\(signed),\(booking.balanceAfterYen),\(kind)\(name)"
    case .bizStation: return bizStation(booking, who)
    default:
      let day = booking.day.iso
      let undone = booking.kind == .undone ? "1" : "0"
      return "N\(booking.lastingID),\(day),\(day),\(signed),\(who.half),ｱｵﾊﾞ,ｷﾀ,,\(undone)"
    }
  }

  private func bizStation(_ booking: DownloadBooking, _ who: DownloadPayer) -> String {
    let ref = DownloadWorld.accounts[account]
    let c = booking.day.civil
    let date = [c.year - 2018, c.month, c.day].map { WorldText.padded(Int64($0), 2) }.joined()
    let isTransfer = booking.kind == .transfer || booking.kind == .undone
    let cells = [
      ref.bankCode!, "ﾃｽﾄ", ref.branchCode!, "ﾎﾝﾃﾝ", "1", "000" + ref.number!, ref.holder!, date,
      booking.direction == .credit ? "1" : "2", ["11", "18", "14", "19"][booking.kind.rawValue],
      WorldText.padded(booking.amountYen, 12), "000000000000", "", "", "0000000000",
      isTransfer ? who.half : "", "", "", isTransfer ? "" : who.half, "",
    ]
    return cells.map { "\"\($0)\"" }.joined(separator: ",")
  }

  // MARK: camt

  func camt() -> [UInt8] {
    let (root, part, version) =
      switch format {
      case .camt052: ("BkToCstmrAcctRpt", "Rpt", "052.001.08")
      case .camt053: ("BkToCstmrStmt", "Stmt", "053.001.08")
      default: ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "054.001.08")
      }
    let ref = DownloadWorld.accounts[account]
    let credits = bookings.filter { $0.direction == .credit }
    let debits = bookings.filter { $0.direction == .debit }
    let total = (credits.map(\.amountYen).reduce(0, +), debits.map(\.amountYen).reduce(0, +))
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.\(version)"><\(root)><GrpHdr>\
      <MsgId>M\(edition)</MsgId><CreDtTm>\(lastDay.iso)T23:30:00+09:00</CreDtTm></GrpHdr><\(part)>\
      <Id>1</Id><CreDtTm>\(lastDay.iso)T23:30:00+09:00</CreDtTm><FrToDt><FrDtTm>\(firstDay.iso)\
      T00:00:00+09:00</FrDtTm><ToDtTm>\(lastDay.iso)T23:30:00+09:00</ToDtTm></FrToDt>\
      <Acct><Id><Othr><Id>\(ref.number!)</Id></Othr></Id><Tp><Prtry>1</Prtry></Tp><Ccy>JPY</Ccy>\
      <Ownr><Nm>\(ref.holder!)</Nm></Ownr><Svcr><FinInstnId><ClrSysMmbId><ClrSysId><Cd>JPZGN</Cd>\
      </ClrSysId><MmbId>\(ref.bankCode!)</MmbId></ClrSysMmbId></FinInstnId><BrnchId>\
      <Id>\(ref.branchCode!)</Id></BrnchId></Svcr></Acct>
      """
    if format == .camt053 {
      text += balance("OPBD", openingBalanceYen, firstDay)
      text += balance("CLBD", openingBalanceYen + total.0 - total.1, lastDay)
    }
    text += """
      <TxsSummry><TtlCdtNtries><NbOfNtries>\(credits.count)</NbOfNtries><Sum>\(total.0)</Sum>\
      </TtlCdtNtries><TtlDbtNtries><NbOfNtries>\(debits.count)</NbOfNtries><Sum>\(total.1)</Sum>\
      </TtlDbtNtries></TxsSummry>

      """
    for booking in bookings { text += entry(booking) }
    return Array((text + "</\(part)></\(root)></Document>\n").utf8)
  }

  private func balance(_ code: String, _ yen: Int64, _ day: Day) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">\(yen)</Amt>\
    <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(day.iso)</Dt></Dt></Bal>
    """
  }

  private func entry(_ booking: DownloadBooking) -> String {
    let who = DownloadWorld.payers[booking.payer]
    let isTransfer = booking.kind == .transfer || booking.kind == .undone
    let name = format == .camt053 ? who.kanji : who.half
    let reference = hasNumbers ? "<AcctSvcrRef>\(booking.lastingID)</AcctSvcrRef>" : ""
    let details =
      isTransfer
      ? "<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>\(name)</Nm></Pty></Dbtr></RltdPties>"
        + "</TxDtls></NtryDtls>"
      : "<AddtlNtryInf>\(who.kanji)</AddtlNtryInf>"
    return """
      <Ntry><Amt Ccy="JPY">\(booking.amountYen)</Amt>\
      <CdtDbtInd>\(booking.direction == .credit ? "CRDT" : "DBIT")</CdtDbtInd>\
      \(booking.kind == .undone ? "<RvslInd>true</RvslInd>" : "")<Sts><Cd>BOOK</Cd></Sts>\
      <BookgDt><Dt>\(booking.day.iso)</Dt></BookgDt>\(reference)<BkTxCd><Prtry><Cd>X</Cd></Prtry>\
      </BkTxCd>\(details)</Ntry>

      """
  }
}
