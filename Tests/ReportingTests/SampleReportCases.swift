import Model

extension SampleDay {
  /// The whole day: cleared money, cases, other methods, files.
  static func full(_ language: Language = .ja) -> SampleDay {
    var day = SampleDay(language: language)
    day.addClearedOrders()
    day.addStops()
    day.addQuestions()
    day.addHolds()
    day.addOtherMethods()
    day.addExcluded()
    day.files = sampleFiles()
    day.policyNotes = [
      "振込手数料の差引は吸収しない(fee_ceiling 990円)", "期限後入金は、取消前であれば出荷可とする",
      "自動消込は確率 99.5% 以上に限る",
    ]
    return day
  }

  private mutating func addClearedOrders() {
    let names = [
      ("山田 太郎", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("佐藤 花子", "ｻﾄｳ ﾊﾅｺ"), ("鈴木 一郎", "ｽｽﾞｷ ｲﾁﾛｳ"),
      ("髙橋 美咲", "ﾀｶﾊｼ ﾐｻｷ"), ("株式会社みどり商事", "ｶ)ﾐﾄﾞﾘｼﾖｳｼﾞ"), ("渡邉 健", "ﾜﾀﾅﾍﾞ ｹﾝ"),
      ("伊藤 さくら", "ｲﾄｳ ｻｸﾗ"), ("中村 翔", "ﾅｶﾑﾗ ｼﾖｳ"), ("小林 由美", "ｺﾊﾞﾔｼ ﾕﾐ"),
    ]
    for (place, name) in names.enumerated() {
      let yen = Int64(2_640 + place * 3_187)
      let shop = ["hana", "umi", "mori"][place % 3]
      let order = addOrder("H-10\(100 + place)", name.0, yen: yen, shop: shop)
      let entry = addEntry(name.1, yen: yen)
      addCleared(entry, order, place == 4 ? .company : place == 5 ? .orderNumber : .exact)
      decide(
        order, .release, place == 5 ? [.N02] : [], clearedYen: yen,
        shipBy: place % 2 == 0 ? "2026-11-26" : nil)
    }
  }

  private mutating func addStops() {
    let order = addOrder("H-10042", "松本 浩", yen: 48_400, shop: "umi", day: "2026-11-18")
    let entry = addEntry("ﾏﾂﾓﾄ ﾋﾛｼ", yen: 48_400, direction: .debit, kind: "組戻")
    outcomes.append(
      EntryOutcome(
        entryIndex: entry, verdict: .automatic,
        links: [MatchLink(orderIndex: order, allocatedYen: -48_400, basis: .reversal)],
        probabilityPPM: 999_000))
    uses.append(EntryUse(entryIndex: entry, clearedYen: -48_400, reason: "reversal"))
    decide(order, .stop, [.B01])
    addCase(
      .B01, .stop, order: order, entry: entry, until: moment("2026-11-24", 14), bearer: .shop,
      recourse: [.bank],
      NoteText(
        title: "入金が銀行で取り消されました(組戻)",
        basis: "最判平8.4.26(中)・銀行への回答期限は店舗方針",
        nextAction: "倉庫に連絡して未発送なら止め、組戻への同意の可否を本日中に銀行へ回答する。",
        note: "11/19に消し込んだ48,400円が、11/24の明細で取り消されています。注文 H-10042 は出荷可として"
          + "倉庫に渡済みです。発送前であれば止め、発送済みであれば契約に基づき同意しない余地があります(要確認)。"))
  }

  private mutating func addQuestions() {
    let first = addOrder("H-10101", "田中 健一", yen: 8_800, shop: "hana")
    let second = addOrder("H-10117", "田中 健一", yen: 8_800, shop: "hana", day: "2026-11-21")
    let entry = addEntry("ﾀﾅｶ ｹﾝｲﾁ", yen: 8_800)
    let evidence = [
      Evidence(.prior, -11_300), Evidence(.amountExact, 9_800), Evidence(.nameExact, 12_450),
    ]
    addHeld(
      entry,
      [
        MatchCandidate(orderIndices: [first], evidence: evidence + [Evidence(.dateNormal, 300)]),
        MatchCandidate(orderIndices: [second], evidence: evidence + [Evidence(.dateNormal, 300)]),
        MatchCandidate(
          orderIndices: [0],
          evidence: [
            Evidence(.prior, -11_300), Evidence(.amountOver, -1_800), Evidence(.nameFamily, 2_100),
          ]),
      ], code: .N03)
    decide(first, .holdAsk, [.N03, .T05], shipBy: "2026-11-26")
    decide(second, .holdAsk, [.N03])
    addCase(
      .N03, .holdAsk, order: first, entry: entry, others: [first, second], paidYen: 8_800,
      until: moment("2026-11-26", 13), bearer: .shop, recourse: [.operator],
      NoteText(
        title: "同名・同額の未入金注文が2件あります", basis: "民法488(高)・644(高)",
        nextAction: "振込日時・金融機関・支店名をお客様に照会し、回答があった1件だけを出荷可にする。",
        note: "同じ名義・同じ金額の未入金注文が H-10101 と H-10117 の2件あり、自動では決められません。"
          + "11/26 13:00までに回答がないと H-10101 の指定着日に間に合わない見込みです。"))
    addShortage()
    addOtherQuestions()
    addNotice()
  }

  /// Ships although its payer is another: for information.
  private mutating func addNotice() {
    addCase(
      .T02, .release, order: 5, paidYen: 18_575,
      NoteText(
        title: "期限後入金", basis: "店舗方針", nextAction: "対応は任意です。", note: "期限の翌日の入金です。"))
  }

  private mutating func addShortage() {
    let order = addOrder("U-20455", "吉田 真理子", yen: 11_000, shop: "umi")
    let entry = addEntry("ﾖｼﾀﾞ ﾏﾘｺ", yen: 10_670)
    addCleared(entry, order, .shortByFee)
    decide(order, .holdAsk, [.A01], clearedYen: 10_670, shipBy: "2026-11-27")
    addCase(
      .A01, .holdAsk, order: order, entry: entry, paidYen: 10_670,
      until: moment("2026-11-27", 14), bearer: .payer,
      NoteText(
        title: "振込手数料分 330円の不足", basis: "民法485(高)",
        nextAction: "330円の追加入金をお願いするか、店舗負担とするかを決める。",
        note: "請求11,000円に対し10,670円の入金です。差額330円は振込手数料表と一致します。"
          + "別段の合意がなければ費用は支払側の負担です(要確認)。"))
  }

  private mutating func addOtherQuestions() {
    let third = addOrder("M-30012", hostile, yen: 5_280, shop: "mori")
    let stranger = addEntry("=HYPERLINK(\"http://x\")", yen: 5_280)
    addHeld(
      stranger,
      [
        MatchCandidate(
          orderIndices: [third],
          evidence: [
            Evidence(.prior, -11_300), Evidence(.amountExact, 9_800),
            Evidence(.nameDifferent, -4_200),
          ])
      ], code: .N02)
    decide(third, .holdAsk, [.N02])
    addCase(
      .N02, .holdAsk, order: third, entry: stranger, paidYen: 5_280,
      until: moment("2026-11-30", 9), bearer: .payer,
      NoteText(
        title: "名義が注文者と違います", basis: "民法474(高)",
        nextAction: "注文者に、この入金が本人の指図によるものかを確認する。",
        note: "金額は一致しますが名義が違います。返金が必要になった場合は送金元口座へ戻します。"))
  }

  private mutating func addHolds() {
    let unknown = addEntry("ｰﾄﾞｳﾌﾞﾂﾋﾞﾖｳｲﾝ", yen: 33_000, day: "2026-10-20", isNew: false)
    addHeld(unknown, [], code: .N01)
    addCase(
      .N01, .hold, entry: unknown, paidYen: 33_000, until: moment("2026-11-23", 17), bearer: .shop,
      NoteText(
        title: "どの注文にも当てはまらない入金", basis: "最判平8.4.26(中)・民法703(高)",
        nextAction: "取消済み・古い注文・別店舗を探し、なければ受取銀行に照会を依頼する。",
        note: "35日前の入金33,000円です。名義・金額・番号のいずれからも注文が見つかりません。"))
    for (day, yen) in [("2026-11-24", 4_400), ("2026-11-19", 12_100), ("2026-11-13", 2_750)] {
      addHeld(addEntry("ﾌﾒｲ", yen: Int64(yen), day: day), [], code: .N01)
    }
    let paidTwice = addEntry("ﾔﾏﾀﾞ ﾀﾛｳ", yen: 2_640)
    outcomes.append(
      EntryOutcome(
        entryIndex: paidTwice, verdict: .automatic,
        links: [MatchLink(orderIndex: 0, allocatedYen: 0, basis: .doublePayment)],
        candidateCount: 1, codes: [.A04], probabilityPPM: 998_000))
    uses.append(EntryUse(entryIndex: paidTwice, refundLinkedYen: 2_640, reason: "A04"))
    addCase(
      .A04, .none, order: 0, entry: paidTwice, paidYen: 5_280, until: moment("2026-11-27", 17),
      bearer: .shop,
      NoteText(
        title: "二重入金", basis: "民法703・704(高)",
        nextAction: "返金先口座をお客様に確認する(3営業日以内)。",
        note: "同じ名義・同じ金額の2件目の入金です。注文 H-10100 は消込済みのため、2,640円は返金候補です。"))
    addCase(
      .D03, .hold, until: moment("2026-11-24", 10),
      gap: StatementGap(
        accountKey: "0033-001-1-7654321", code: .D03, firstDay: Day(iso: "2026-11-20")!,
        lastDay: Day(iso: "2026-11-20")!), bearer: .dataSupplier,
      NoteText(
        title: "11/20(金)の明細が届いていません", basis: "契約別紙の提供期限(要確認)",
        nextAction: "明細を取り寄せる。それまで督促と自動取消を止める。",
        note: "11/20の明細が未着のため、この期間の「未入金」は確定できません。影響37件。"))
    for place in 0..<6 {
      let order = addOrder("W-\(40_000 + place)", "入金 待子", yen: 6_600, shop: "hana")
      decide(order, .hold)
    }
  }

  private mutating func addOtherMethods() {
    for place in 0..<24 {
      let method: PaymentMethod = [.card, .cod, .konbini, .mall][place % 4]
      let shop = ["hana", "umi", "mori"][place % 3]
      let order = addOrder("C-\(50_000 + place)", "加藤 徹", yen: 7_700, shop: shop, method: method)
      decide(order, .release)
    }
    let expired = addOrder("C-50099", "森 亮", yen: 19_800, shop: "umi", method: .card)
    decide(expired, .hold, [.S06])
    addCase(
      .S06, .hold, order: expired, until: moment("2026-11-25", 14), bearer: .operator,
      recourse: [.acquirer],
      NoteText(
        title: "与信が確認できないカード注文", basis: "加盟店契約(要確認)",
        nextAction: "再与信を取り、取れるまで出荷しない。", note: "与信の期限が切れているおそれがあります。"))
  }

  private mutating func addExcluded() {
    addSetAside(addEntry("ﾘｿｸ", yen: 12, kind: "利息"), .interest)
    addSetAside(addEntry("SMBCﾌｱｲﾅﾝｽ", yen: 154_321), .cardPayout)
    addSetAside(addEntry("ﾃﾞﾝｷﾀﾞｲ", yen: 23_410, direction: .debit, kind: "口座振替"), .outgoing)
  }

  private var hostile: String { SampleDay.hostileName }
}
