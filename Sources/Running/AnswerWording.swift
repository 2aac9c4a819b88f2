internal import Model

/// What a person is told of a file of answers: what was taken, and each cell that was not.
struct AnswerWording {
  let fileName: String
  let isJapanese: Bool
  let isDryRun: Bool

  private func words(_ ja: String, _ en: String) -> String { isJapanese ? ja : en }

  func lines(_ desk: AnswerDesk) -> [String] {
    var lines = desk.faults.map { line($0) }
    let counts = [AnswerKind.assign, .notOurs, .wait].map { kind in
      "\(kind.rawValue) \(desk.accepted.count { $0.answer.kind == kind })"
    }
    lines.append(
      words(
        "受け付けた回答: \(desk.accepted.count)件(\(counts.joined(separator: "、")))、"
          + "受け付けられない箇所: \(desk.faults.count)件",
        "answers taken: \(desk.accepted.count) (\(counts.joined(separator: ", "))), "
          + "not taken: \(desk.faults.count)"))
    if isDryRun {
      lines.append(words("試行のため、記録していません。", "Nothing was recorded: this was a dry run."))
    } else if !desk.accepted.isEmpty {
      lines.append(
        words(
          "台帳に記録しました。次の keshikomi run で消込・判定に反映されます。",
          "Recorded in the ledger. The next keshikomi run follows them."))
    }
    return lines
  }

  func line(_ fault: AnswerFault) -> String {
    var place = words("\(fileName) \(fault.line)行目", "\(fileName) line \(fault.line)")
    if !fault.column.isEmpty { place += " \(fault.column)" }
    if !fault.value.isEmpty { place += words("「\(fault.value)」", " “\(fault.value)”") }
    let (found, advice) = isJapanese ? japanese(fault) : english(fault)
    return isJapanese ? "\(place): \(found)。\(advice)。" : "\(place): \(found). \(advice)."
  }

  private func japanese(_ fault: AnswerFault) -> (String, String) {
    let expected = fault.expected
    switch fault.refusal {
    case .fileUnreadable: return ("文字コードが UTF-8 ではない", "UTF-8 の CSV として保存し直す")
    case .columnMissing: return ("列 \(expected) がない", "1行目に列名を戻す")
    case .columnRepeated: return ("同じ列が二つある", "どちらかの列を消す")
    case .rowMalformed: return ("列の数や引用符が見出しと合わない", "この行を書き直す")
    case .answerUnknown: return ("この回答は読めない", "\(expected) のどれかを書く")
    case .personMissing: return ("誰の回答か書かれていない", "person 列に氏名を書くか --by を付ける")
    case .entryMissing: return ("どの入金か書かれていない", "entry_id か case_id を書く")
    case .entryRepeated: return ("同じ入金への回答が \(expected) 行目にもある", "一つだけ残す")
    case .ordersNotAsked: return ("この回答に注文や金額は要らない", "消すか、assign にする")
    case .caseUnknown: return ("未処理の案件にない、または入金の案件ではない", "entry_id を書く")
    case .entryUnknown: return ("この入金は台帳にない", "entries.csv の entry_id を写す")
    case .entryNotOpen: return ("この入金はもう処理済み", "違うなら先に keshikomi undo で取り消す")
    case .entryIsDebit: return ("出金には回答できない", "この行を消す")
    case .entryNotFinal: return ("他店券などで資金が確定していない", "確定してから回答する")
    case .entryAnswered: return ("回答 \(expected) が記録済み", "変えるなら先に keshikomi undo で取り消す")
    case .orderUnknown: return ("注文番号が台帳にない、または書かれていない", "decisions.csv の order_id を写す")
    case .orderAmbiguous: return ("同じ番号の注文が複数の店舗にある", "\(expected) のように書く")
    case .orderNotOpen: return ("振込待ちの注文ではない", "受付中の振込注文を選ぶ")
    case .orderRepeated: return ("同じ注文が二度書かれている", "一つにまとめる")
    case .orderJustUndone:
      return ("この注文との消込は取り消したばかり", "一度 keshikomi run を実行してから回答する")
    case .orderTaken: return ("上の行が先に使い、残りは \(expected)円", "金額か注文を直す")
    case .amountMalformed: return ("金額として読めない", "円を整数で書く(例 5980|1200)")
    case .amountsNotOrders: return ("金額の数が注文の数と合わない", "金額を\(expected)個書く")
    case .amountsMissing: return ("入金額の分け方が決まらない", "注文ごとの金額を書く(不足額は \(expected))")
    case .amountNotPositive: return ("金額は1円以上", "不足額は \(expected)円")
    case .amountBeyondEntry: return ("合計が入金額を超える", "入金額は \(expected)円")
    case .amountBeyondOrder: return ("注文の不足額を超える", "不足額は \(expected)円。残りは過入金になる")
    }
  }

  private func english(_ fault: AnswerFault) -> (String, String) {
    let expected = fault.expected
    switch fault.refusal {
    case .fileUnreadable: return ("the text is not UTF-8", "Save it again as CSV in UTF-8")
    case .columnMissing: return ("the column \(expected) is missing", "Put it back into line 1")
    case .columnRepeated: return ("the column stands twice", "Delete one of them")
    case .rowMalformed: return ("columns or quotes do not fit the header", "Write the row anew")
    case .answerUnknown: return ("no such answer", "Write one of \(expected)")
    case .personMissing: return ("nobody answers for it", "Fill in person, or give --by")
    case .entryMissing: return ("no entry is named", "Fill in entry_id or case_id")
    case .entryRepeated: return ("line \(expected) answers the same entry", "Leave one of them")
    case .ordersNotAsked: return ("the answer takes no orders", "Empty the cells, or write assign")
    case .caseUnknown: return ("no open case about an entry", "Fill in entry_id")
    case .entryUnknown: return ("the ledger has no such entry", "Copy entry_id from entries.csv")
    case .entryNotOpen: return ("the entry is settled", "If wrongly, keshikomi undo it first")
    case .entryIsDebit: return ("it is a debit", "Delete the row")
    case .entryNotFinal: return ("its money is not final yet", "Answer when it is")
    case .entryAnswered:
      return ("\(expected) is on record", "To change it, keshikomi undo it first")
    case .orderUnknown: return ("no such order", "Copy order_id from decisions.csv")
    case .orderAmbiguous: return ("several shops have the id", "Write one of \(expected)")
    case .orderNotOpen: return ("the order waits for no transfer", "Choose an open transfer order")
    case .orderRepeated: return ("the order stands twice", "Name it once")
    case .orderJustUndone:
      return ("this link was just taken back", "Run keshikomi run once, then answer")
    case .orderTaken: return ("rows above took it: ¥\(expected) left", "Change amount or order")
    case .amountMalformed: return ("no amount", "Write whole yen, as 5980|1200")
    case .amountsNotOrders: return ("not as many amounts as orders", "Write \(expected)")
    case .amountsMissing:
      return ("how to divide the entry is open", "Write an amount per order (missing: \(expected))")
    case .amountNotPositive: return ("not above zero", "The order misses ¥\(expected)")
    case .amountBeyondEntry: return ("more than the entry holds", "It holds ¥\(expected)")
    case .amountBeyondOrder:
      return ("more than the order misses", "It misses ¥\(expected); what is left is owed back")
    }
  }
}
