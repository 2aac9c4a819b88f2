import Model

/// N: who paid, and for what.
extension NoteWriter {
  func unknownPayer() -> Wording {
    Wording(
      nextAction: say(
        "受託者が取消済み・過去・他経路の注文を探し、翌営業日までに銀行へ依頼人を照会する。"
          + "\(by)結果を一覧に残す。",
        "The operator searches cancelled, older and other channels' orders, asks the bank within "
          + "a business day, and lists the result \(by)."),
      sentences: [
        outsideWindow() == nil
          ? say(
            "\(entryText)は、名義・番号・金額のいずれからも該当する注文が見つからない。",
            "No order fits \(entryText) by name, number or amount.")
          : say(
            "\(entryText)に該当する注文は、照合の期間内には見つからない。",
            "No order fits \(entryText) within the days in which money is matched."),
        say(
          "持ち主が分かるまで仮受金として残し、使用も返金もしない。",
          "It stays in suspense, neither spent nor sent back, until its owner is known."),
        outsideWindow() ?? "",
        c.otherOrders.isEmpty || outsideWindow() != nil
          ? ""
          : say(
            "金額だけが一致する未入金の注文: \(orderList(c.otherOrders))。",
            "Unpaid orders of just that amount: \(orderList(c.otherOrders))."),
        say(
          "確認事項: この名義に心当たりのある注文や連絡はないか。",
          "Question: does anybody know an order or a message under this name?"),
      ].filter { !$0.isEmpty })
  }

  /// An order of the payer's name and the amount that stands outside the days in which money is
  /// matched to it.
  private func outsideWindow() -> String? {
    guard let outcome, outcome.verdict == .unknown, let first = outcome.candidates.first,
      let order = first.orderIndices.first.map({ snapshot.orders[Int($0)] }), let entry
    else { return nil }
    let days = entry.bookingDay.days(since: order.row.orderedAt.day)
    let policy = context.terms(of: order.row.shopID).policy
    return say(
      "名義と金額は次の注文に合うが、照合の期間(受注の\(policy.windowBeforeDays)日前から"
        + "\(policy.windowAfterDays)日後)の外のため充てていない: \(orderText)(受注から\(days)日)。",
      "Name and amount fit an order outside the days in which money is matched "
        + "(\(policy.windowBeforeDays) days before to \(policy.windowAfterDays) after the order): "
        + "\(orderText), \(days) days after it.")
  }

  func payerDiffers() -> Wording {
    if c.decision == .release {
      return Wording(
        nextAction: say(
          "対応は任意。次回の注文時に名義の案内を添える。",
          "Nothing is required; mention the payer's name with the next order."),
        sentences: [
          say(
            "\(entryText)は\(orderText)と名義が異なるが、注文番号など強い手掛かりで結び付いた。",
            "\(entryText) names another payer than \(orderText), yet strong evidence links them."),
          say(
            "第三者による支払いと推定し、返金が要るときは振込元へ戻す。",
            "A payment by a third party is presumed; a refund would go to its source."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者が支払者ではなく注文者へ、この名義で振り込んだかを照会する。",
        "The operator asks the orderer, not the payer, \(by) whether this transfer is theirs."),
      sentences: [
        say(
          "\(entryText)の名義は注文者と一致せず、候補は\(orderText)。",
          "The name on \(entryText) is not the orderer's; it may be for \(orderText)."),
        say(
          "第三者の支払いでも有効と考えられ、保留は誰の注文かを確かめるため。",
          "A third party's payment would be valid; the hold only settles whose order it is."),
        say("確認事項: 振込名義と注文者との関係。", "Question: how is the payer related to the orderer?")
          + shipWarning(),
      ])
  }

  func severalFit() -> Wording {
    if candidateOrders.count == 1 { return commonFit() }
    return Wording(
      nextAction: say(
        "\(by)受託者が候補の注文者に振込日時・銀行名・支店名を照会し、回答のあった1件だけを出荷する。",
        "The operator asks the candidates \(by) for time, bank and branch of the transfer and "
          + "releases only the one that answers."),
      sentences: [
        say(
          "\(entryText)に同程度に合う注文が複数ある: \(orderText)。",
          "Several orders fit \(entryText) equally: \(orderText)."),
        sameCustomerHint()
          ?? say(
            "決め手の候補は振込日時、振込元の銀行・支店、注文番号で、自動では選ばない。",
            "Time, bank and branch of the transfer or an order number would decide; the engine "
              + "does not choose."),
        say("確認事項: どの注文の支払いか。", "Question: which order was meant?") + shipWarning(),
      ])
  }

  /// Name and amount agree with one order, and are those of many.
  private func commonFit() -> Wording {
    Wording(
      nextAction: say(
        "\(by)受託者が注文者に振込日時・銀行名・支店名を照会し、合えば出荷する。",
        "The operator asks the orderer \(by) for time, bank and branch of the transfer and "
          + "releases if they agree."),
      sentences: [
        say(
          "\(entryText)の名義と金額は\(orderText)に合うが、どちらもありふれている。",
          "Name and amount of \(entryText) agree with \(orderText), but both are common."),
        say(
          "同名の別の人の入金である可能性を排除できないため、自動では結び付けない。",
          "It may be a namesake's, so the engine does not link them."),
        say("確認事項: この注文の支払いか。", "Question: is it for this order?") + shipWarning(),
      ])
  }

  /// One customer with several equal orders: the statutory order gives a proposal (488④三).
  private func sameCustomerHint() -> String? {
    let orders = candidateOrders.map { snapshot.orders[Int($0)] }
    guard let first = orders.first, orders.count > 1, !first.row.customerKey.isEmpty,
      orders.allSatisfy({ $0.row.customerKey == first.row.customerKey })
    else { return nil }
    let dues = orders.compactMap(\.row.paymentDueDay)
    guard dues.count == orders.count, let earliest = dues.min(),
      dues.filter({ $0 == earliest }).count == 1,
      let proposed = orders.first(where: { $0.row.paymentDueDay == earliest })
    else { return nil }
    return say(
      "同じ注文者のため、期限の早い注文\(proposed.row.orderID)(\(day(earliest)))を先に充てる案がある(要確認)。",
      "They are one customer's; order \(proposed.row.orderID), due first (\(day(earliest))), is "
        + "proposed, to be confirmed.")
  }

  func nameVariant() -> Wording {
    if c.decision == .release {
      return Wording(
        nextAction: say(
          "対応は任意。誤りに気付いたら結び付けを取り消す。",
          "Nothing is required; undo the link if it turns out wrong."),
        sentences: [
          say(
            "\(entryText)の名義は\(orderText)と表記が異なるが、金額が一致し他に候補がない。",
            "The name on \(entryText) is spelt differently from \(orderText), but the amount "
              + "agrees and nothing else fits."),
          say(
            "文字切れ・濁点落ち・略称などの表記ゆれと推定。",
            "A cut, unvoiced or abbreviated name is presumed."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者が名義の原文と注文者名を見比べ、必要なら注文者へ照会する。",
        "The operator compares the raw name with the orderer's \(by) and asks where needed."),
      sentences: [
        say(
          "\(entryText)の名義は候補の\(orderText)と似ているが、同じ人とまでは言えない。",
          "The name on \(entryText) resembles \(orderText), but not closely enough."),
        say(
          "名義が途中で切れたか、よく似た別人の可能性がある。",
          "The name may be cut, or it may be another person's."),
        say("確認事項: この名義で振り込んだか。", "Question: was this transfer theirs?") + shipWarning(),
      ])
  }

  func wrongNumber() -> Wording {
    let facts = say(
      "\(entryText)に書かれた番号は該当しないか処理済みの注文を指し、名義・金額からは\(orderText)とみられる。",
      "The number on \(entryText) points elsewhere; name and amount point to \(orderText).")
    if c.decision == .release {
      return Wording(
        nextAction: say(
          "受託者が出荷案内に、充てた注文番号を添えて知らせる。",
          "The operator tells the customer which order the money was taken for."),
        sentences: [
          facts,
          say("番号の書き誤りと推定し、一意に決まるため出荷可。", "A slip is presumed; only one order fits."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者が注文者へ、どの注文の支払いかを照会する。",
        "The operator asks the customer \(by) which order was meant."),
      sentences: [
        facts,
        say(
          "番号と名義・金額のどちらが正しいかは要確認。",
          "Whether the number or the name and amount are right is to be checked."),
        say("確認事項: 支払った注文の番号。", "Question: the number of the order that was paid.")
          + shipWarning(),
      ])
  }
}
