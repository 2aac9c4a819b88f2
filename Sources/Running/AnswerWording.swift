internal import Model

/// What a person is told of a file of answers: what was taken, and each cell that was not.
struct AnswerWording {
  let fileName: String
  let isJapanese: Bool
  let isDryRun: Bool

  private func words(_ ja: String, _ en: String) -> String { isJapanese ? ja : en }

  func lines(_ desk: AnswerDesk) -> [String] {
    var lines = desk.faults.map { line($0) }
    let counts = AnswerWord.allCases.compactMap { word in
      let count = desk.accepted.count { $0.word == word }
      return count == 0 ? nil : "\(isJapanese ? word.japanese : word.rawValue) \(count)"
    }
    let list = counts.isEmpty ? "" : counts.joined(separator: ", ")
    lines.append(
      words(
        "受け付けた回答: \(desk.accepted.count)件" + (list.isEmpty ? "" : "(\(list))")
          + "、受け付けられない箇所: \(desk.faults.count)件",
        "answers taken: \(desk.accepted.count)" + (list.isEmpty ? "" : " (\(list))")
          + ", not taken: \(desk.faults.count)"))
    lines += desk.accepted.filter(\.isProposal).map { proposalLine($0, desk) }
    if isDryRun {
      lines.append(words("試行のため、記録していません。", "Nothing was recorded: this was a dry run."))
    } else if desk.accepted.contains(where: { !$0.isProposal && $0.word != .reject }) {
      lines.append(
        words(
          "台帳に記録しました。次の keshikomi run で消込・判定に反映されます。",
          "Recorded in the ledger. The next keshikomi run follows them."))
    }
    return lines
  }

  private func proposalLine(_ answer: AnswerDesk.Accepted, _ desk: AnswerDesk) -> String {
    let about =
      answer.subject.entry.map { desk.snapshot.entries[Int($0)].id }
      ?? answer.subject.order.map(desk.orderText) ?? ""
    return words(
      "承認待ち: \(about) \(answer.word.japanese) \(answer.yen)円(\(answer.person))。別の担当者が同じ回答か"
        + "「承認」を返すと有効になります。",
      "waits for a second person: \(about) \(answer.word.rawValue) ¥\(answer.yen) "
        + "(\(answer.person)). Another person returns the same, or confirm."
    )
  }

  func line(_ fault: AnswerFault) -> String {
    var place: String
    if fault.sheet.isEmpty {
      place = words("\(fileName) \(fault.line)行目", "\(fileName) line \(fault.line)")
    } else {
      place = "\(fileName) \(fault.sheet)!\(fault.letters)\(fault.line)"
    }
    if !fault.column.isEmpty { place += " \(fault.column)" }
    if !fault.value.isEmpty {
      place += words("「\(shown(fault.value))」", " “\(shown(fault.value))”")
    }
    let (found, advice) = isJapanese ? japanese(fault) : english(fault)
    return isJapanese ? "\(place): \(found)。\(advice)。" : "\(place): \(found). \(advice)."
  }

  /// A cell may hold a novel.
  private func shown(_ value: String) -> String {
    value.unicodeScalars.count <= 120
      ? value : String(String.UnicodeScalarView(value.unicodeScalars.prefix(120))) + "…"
  }

  /// By the file alone.
  private func japanese(_ fault: AnswerFault) -> (String, String) {
    let expected = fault.expected
    switch fault.refusal {
    case .fileUnreadable: return ("文字コードが UTF-8 ではない", "UTF-8 の CSV として保存し直す")
    case .columnMissing: return ("列 \(expected) がない", "1行目に列名を戻す")
    case .columnRepeated: return ("同じ列が二つある", "どちらかの列を消す")
    case .rowMalformed: return ("列の数や引用符が見出しと合わない", "この行を書き直す")
    case .answerUnknown: return ("この回答は読めない", "\(AnswerWord.writtenJapanese)のどれかを書く")
    case .personMissing: return ("誰の回答か書かれていない", "person 列に氏名を書くか --by を付ける")
    case .entryMissing: return ("どの入金か書かれていない", "entry_id か case_id を書く")
    case .entryRepeated: return ("同じ入金への回答が \(expected) 行目にもある", "一つだけ残す")
    case .ordersNotAsked: return ("この回答に注文や金額は要らない", "消すか、assign にする")
    case .workbookUnreadable: return ("Excel ブックとして読めない", "xlsx 形式で保存し直す")
    case .cellFormula: return ("数式のセル", "値を直接入力する(結果は使わない)")
    case .cellError: return ("エラー値か真偽値のセル", "値を直接入力する")
    case .cellRepeated: return ("同じセルか行が二つある", "ファイルを表計算ソフトで開いて保存し直す")
    case .answerMissing: return ("回答の列が空", "\(AnswerWord.writtenJapanese)のどれかを書くか、この記入を消す")
    case .untilNotAsked: return ("この回答に期限は要らない", "消すか、wait にする")
    case .aliasUnknown: return ("名義の欄は読めない", "\(expected) のどちらかを書く")
    case .aliasNotAsked: return ("この回答では名義を覚えない", "消すか、assign にする")
    case .dayMalformed: return ("日付として読めない", "2026-12-01 のように書く")
    case .dayPast: return ("過ぎた日付", "\(expected) 以後の日を書く")
    case .splitNeedsOrders: return ("分割には二つ以上の注文が要る", "注文を | で区切って書くか、assign にする")
    case .seenRunMalformed: return ("実行番号が読めない", "報告書の値に戻す(例 2026-11-20-0003)")
    case .amountMalformed: return ("金額として読めない", "円を整数で書く(例 5980|1200)")
    case .amountsNotOrders: return ("金額の数が注文の数と合わない", "金額を\(expected)個書く")
    default: return japaneseAsTheLedgerStands(fault)
    }
  }

  private func japaneseAsTheLedgerStands(_ fault: AnswerFault) -> (String, String) {
    let expected = fault.expected
    switch fault.refusal {
    case .caseClosed: return ("この案件は \(expected) の実行で終わっている", "新しい報告書で確かめる")
    case .caseChanged: return ("報告書の後、\(expected) の実行で内容が変わった", "新しい報告書を見て回答し直す")
    case .caseWithoutMoney:
      return ("この案件にはまだ入金がない", "入金か取消が届けば案件は終わる。記入を消す")
    case .entryNotOfCase: return ("この案件の入金は \(expected)", "番号の列は書き換えない")
    case .amountBeyondOwed: return ("返すべき額を超える", "返金の残りは \(expected)円")
    case .nothingOwed: return ("返金すべき入金ではない", "先に入金の扱いを確かめる(keshikomi explain)")
    case .nothingShort: return ("免除できる不足がない", "入金のない注文は免除できない。不足額は \(expected)円")
    case .refundWhole: return ("未消込の入金は全額だけ返金できる", "金額を空にするか \(expected) と書く")
    case .proposalMissing: return ("承認を待つ提案がない", "提案は keshikomi answers で確かめる")
    case .proposalDiffers: return ("別の提案が承認を待っている(\(expected))", "承認するか却下してから回答する")
    case .secondPersonNeeded: return ("同じ人の提案(\(expected))", "別の担当者が承認する")
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
    case .amountsMissing: return ("入金額の分け方が決まらない", "注文ごとの金額を書く(不足額は \(expected))")
    case .amountNotPositive: return ("金額は1円以上", "不足額は \(expected)円")
    case .amountBeyondEntry: return ("合計が入金額を超える", "入金額は \(expected)円")
    case .amountBeyondOrder: return ("注文の不足額を超える", "不足額は \(expected)円。残りは過入金になる")
    default: preconditionFailure("a refusal without words")
    }
  }

  /// By the file alone.
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
    case .workbookUnreadable: return ("no workbook that can be read", "Save it again as xlsx")
    case .cellFormula:
      return ("a formula", "Write the value itself: no result of a formula is believed")
    case .cellError: return ("an error or a truth value", "Write the value itself")
    case .cellRepeated:
      return (
        "the cell or row is there twice", "Open the file in a spreadsheet program and save it"
      )
    case .answerMissing:
      return ("no answer stands in the row", "Write one of \(expected), or empty the cell")
    case .untilNotAsked: return ("the answer takes no day", "Empty the cell, or write wait")
    case .aliasUnknown: return ("neither yes nor no", "Write one of \(expected)")
    case .aliasNotAsked:
      return ("the answer teaches nothing about a payer", "Empty the cell, or write assign")
    case .dayMalformed: return ("no day", "Write it as 2026-12-01")
    case .dayPast: return ("the day is over", "Write \(expected) or later")
    case .splitNeedsOrders:
      return ("a split needs two orders or more", "Divide them by |, or write assign")
    case .seenRunMalformed:
      return ("no run number", "Put the report's value back, as 2026-11-20-0003")
    case .amountMalformed: return ("no amount", "Write whole yen, as 5980|1200")
    case .amountsNotOrders: return ("not as many amounts as orders", "Write \(expected)")
    default: return englishAsTheLedgerStands(fault)
    }
  }

  private func englishAsTheLedgerStands(_ fault: AnswerFault) -> (String, String) {
    let expected = fault.expected
    switch fault.refusal {
    case .caseClosed: return ("the case was closed by run \(expected)", "Look at the new report")
    case .caseChanged:
      return ("the case has changed with run \(expected)", "Answer it in the new report")
    case .caseWithoutMoney:
      return (
        "no money stands on the case",
        "It ends when the order is paid or cancelled; empty the cells"
      )
    case .entryNotOfCase:
      return ("the case is about entry \(expected)", "Leave the ids as they are")
    case .amountBeyondOwed: return ("more than is owed back", "¥\(expected) is left to pay back")
    case .nothingOwed: return ("nothing of it is owed back", "See keshikomi explain")
    case .nothingShort:
      return (
        "there is no shortage to waive",
        "An order without money cannot be waived; it misses ¥\(expected)"
      )
    case .refundWhole:
      return ("an open entry goes back whole", "Empty the cell, or write \(expected)")
    case .proposalMissing: return ("nothing waits for a second person", "See keshikomi answers")
    case .proposalDiffers:
      return (
        "another answer waits for a second person (\(expected))", "Confirm or reject it first"
      )
    case .secondPersonNeeded:
      return (
        "the proposal is by the same person (\(expected))", "Another person has to confirm it"
      )
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
    case .amountsMissing:
      return ("how to divide the entry is open", "Write an amount per order (missing: \(expected))")
    case .amountNotPositive: return ("not above zero", "The order misses ¥\(expected)")
    case .amountBeyondEntry: return ("more than the entry holds", "It holds ¥\(expected)")
    case .amountBeyondOrder:
      return ("more than the order misses", "It misses ¥\(expected); what is left is owed back")
    default: preconditionFailure("a refusal without words")
    }
  }
}
