import Model

/// Picks the wording of one language, and names the terms of the model in it.
struct Words: Sendable {
  let language: Language

  init(_ language: Language) { self.language = language }

  func callAsFunction(_ japanese: String, _ english: String) -> String {
    language == .ja ? japanese : english
  }

  func callAsFunction(_ column: AnswerColumn) -> String { self(column.japanese, column.english) }

  /// `1,234円` or `¥1,234`.
  func yen(_ amount: Int64) -> String {
    self("\(grouped(amount))円", amount < 0 ? "\u{2212}¥\(grouped(-amount))" : "¥\(grouped(amount))")
  }

  /// `3件` or `1 case`, `3 cases`.
  func count(_ count: Int64, _ one: String, _ many: String) -> String {
    self("\(grouped(count))件", "\(grouped(count)) \(count == 1 ? one : many)")
  }

  /// An account as people know it; one that its file does not name goes by the file's format.
  func account(_ key: String) -> String {
    let mark = "anonymous/"
    guard key.utf8.starts(with: mark.utf8) else { return key }
    let format = String(key.utf8.dropFirst(mark.utf8.count)) ?? ""
    return self("口座番号なし(\(format))", "no account number (\(format))")
  }

  /// `11/26(木)` or `Thu 26 Nov`.
  func day(_ day: Day) -> String {
    let civil = day.civil
    let weekday = Int(day.weekday)
    let ja = ["月", "火", "水", "木", "金", "土", "日"][weekday]
    let en = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday]
    return self(
      "\(civil.month)/\(civil.day)(\(ja))",
      "\(en) \(civil.day) \(Words.months[Int(civil.month) - 1])")
  }

  /// With the year: `2026年11月24日(火)` or `Tue 24 Nov 2026`.
  func longDay(_ day: Day) -> String {
    let civil = day.civil
    let ja = ["月", "火", "水", "木", "金", "土", "日"][Int(day.weekday)]
    return self(
      "\(civil.year)年\(civil.month)月\(civil.day)日(\(ja))", "\(self.day(day)) \(civil.year)")
  }

  func time(_ moment: Moment) -> String {
    let minute = moment.secondOfDay / 60 % 60
    return "\(moment.secondOfDay / 3_600):\(minute < 10 ? "0" : "")\(minute)"
  }

  func moment(_ moment: Moment) -> String { "\(day(moment.day)) \(time(moment))" }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  func decision(_ decision: Decision) -> String {
    switch decision {
    case .release: self("出荷可", "Release")
    case .hold: self("保留", "Hold")
    case .holdAsk: self("照会中", "Hold, ask")
    case .stop: self("出荷停止", "Stop")
    case .none: self("出荷に影響なし", "No shipping effect")
    }
  }

  func method(_ method: PaymentMethod) -> String {
    switch method {
    case .bankTransfer: self("銀行振込", "Bank transfer")
    case .card: self("カード", "Card")
    case .cod: self("代金引換", "Cash on delivery")
    case .konbini: self("コンビニ", "Convenience store")
    case .deferred: self("後払い", "Deferred")
    case .mall: self("モール決済", "Mall")
    case .other: self("その他", "Other")
    }
  }

  func party(_ party: Party) -> String {
    switch party {
    case .payer: self("支払者", "payer")
    case .shop: self("店舗", "shop")
    case .operator: self("受託者", "operator")
    case .bank: self("銀行", "bank")
    case .carrier: self("運送会社", "carrier")
    case .acquirer: self("決済会社", "acquirer")
    case .mall: self("モール", "mall")
    case .warehouse: self("倉庫", "warehouse")
    case .dataSupplier: self("データ提供者", "data supplier")
    }
  }

  func parties(_ parties: [Party]) -> String {
    parties.isEmpty ? "–" : parties.map(party).joined(separator: self("・", ", "))
  }

  func outcome(_ outcome: ControlOutcome) -> String {
    switch outcome {
    case .ok: self("一致", "agrees")
    case .failed: self("不一致", "fails")
    case .absent: self("記載なし", "not stated")
    }
  }

  func kind(_ kind: FileKind) -> String {
    switch kind {
    case .statement: self("入出金明細", "Bank statement")
    case .orders: self("注文データ", "Orders")
    case .settlement: self("精算明細", "Settlement")
    case .unknown: self("不明", "Unknown")
    }
  }

  /// What a file was taken for, with the id of its format.
  func kind(of reading: FileReading) -> String {
    if reading.isZip { return "ZIP" }
    return kind(reading.kind) + (reading.formatID.isEmpty ? "" : " \(reading.formatID)")
  }

  func control(_ kind: ControlKind) -> String {
    switch kind {
    case .creditCount: self("入金件数", "number of credits")
    case .creditSum: self("入金合計", "sum of credits")
    case .debitCount: self("出金件数", "number of debits")
    case .debitSum: self("出金合計", "sum of debits")
    case .cancelCount: self("取消件数", "number of cancellations")
    case .cancelSum: self("取消合計", "sum of cancellations")
    case .entryCount: self("明細件数", "number of entries")
    case .entrySum: self("明細合計", "sum of entries")
    case .recordCount: self("レコード件数", "number of records")
    case .accountCount: self("口座数", "number of accounts")
    case .dayRange: self("対象期間", "period")
    case .balanceChain: self("残高のつながり", "balance chain")
    case .closingBalance: self("期末残高", "closing balance")
    case .batchCount: self("内訳が合う一括明細", "batches that add up")
    case .pageCount: self("ページ数", "number of pages")
    case .statementNumber: self("明細書の通番", "numbers of the statements")
    case .continuity: self("他のファイルとの残高のつながり", "balance against other files")
    }
  }
}

extension FileReading {
  /// A file that only holds others, each of which is told for itself.
  var isZip: Bool { formatID == "zip" }
}
