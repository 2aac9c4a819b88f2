import Model

/// S: payments that somebody else collects.
extension NoteWriter {
  /// What comes before all else where the order was released on a state that is gone.
  private var stopFirst: String {
    c.decision == .stop ? say("直ちに倉庫が出荷を止める。", "The warehouse stops it at once. ") : ""
  }

  func notAuthorised() -> Wording {
    let isMall = order?.row.paymentMethod == .mall
    return Wording(
      nextAction: stopFirst
        + say(
          "\(by)店舗が\(isMall ? "モール" : "決済会社")の管理画面で状態を確認し、必要なら再与信を行う。",
          "The shop checks the state with the \(isMall ? "mall" : "payment company") \(by) and "
            + "authorises again where needed."),
      sentences: [
        say(
          "\(orderText)は\(isMall ? "モール" : "カード")の支払いが確認できない(状態: \(stateText))。",
          "The \(isMall ? "mall" : "card") payment of \(orderText) is not confirmed (\(stateText))."
        ),
        say("有効な与信の前に出荷しない。", "Nothing ships before a valid authorisation."),
        say("確認事項: 与信は有効か、金額は一致するか。", "Question: is it valid, and over the right sum?")
          + shipWarning(),
      ])
  }

  func notFinal() -> Wording {
    let isTransfer = order?.row.paymentMethod == .bankTransfer
    let facts =
      isTransfer
      ? say(
        "\(orderText)への入金に、まだ資金化していない他店券が含まれる。",
        "The money for \(orderText) contains cheques that are not honoured yet.")
      : say(
        "\(orderText)の収納が確定していない(状態: \(stateText))。",
        "The collection for \(orderText) is not final (\(stateText)).")
    return Wording(
      nextAction: stopFirst
        + say(
          "\(by)受託者が確定の通知を確かめ、確定後に出荷へ回す。",
          "The operator looks for the final notice \(by) and releases after it."),
      sentences: [
        facts,
        say("確定前は取り消される可能性があり、出荷しない。", "It can be withdrawn before, so nothing ships."),
        say("確認事項: いつ確定するか、取消の連絡はないか。", "Question: when is it final, and was it cancelled?"),
      ])
  }

  func codAmount() -> Wording {
    Wording(
      nextAction: say(
        "\(by)店舗が注文者へ別の支払方法を案内するか、運送会社と上限を確認する。",
        "The shop offers another method \(by), or asks the carrier about its limit."),
      sentences: [
        say(
          "\(orderText)の代引額は上限\(yen(context.policy.codLimitYen))を超える。",
          "The amount of \(orderText) is above the collection limit of "
            + "\(yen(context.policy.codLimitYen))."),
        say("このままでは集金できないと推定し、出荷しない。", "It presumably cannot be collected, so it does not ship."),
        say("確認事項: 分割出荷か支払方法の変更か。", "Question: split the shipment or change the method?"),
      ])
  }

  func noGuarantee() -> Wording {
    Wording(
      nextAction: stopFirst
        + say(
          "\(by)店舗が後払い会社の審査結果を確認し、否認なら別の支払方法を案内する。",
          "The shop looks up the provider's answer \(by); after a refusal it offers another method."
        ),
      sentences: [
        say(
          "\(orderText)は後払いの審査承認が確認できない(状態: \(stateText))。",
          "No approval is known for the deferred payment of \(orderText) (\(stateText))."),
        say("承認前に出荷すると保証の対象外になり得る。", "Goods shipped before it may not be guaranteed."),
        say(
          "確認事項: 審査の結果と伝票の登録。", "Question: what did the provider answer, is the slip registered?"),
      ])
  }

  func lineWithoutOrder() -> Wording {
    Wording(
      nextAction: say(
        "\(by)受託者が他の店舗・経路の注文を探し、決済会社へ照会する。",
        "The operator searches other shops and channels and asks the payment company \(by)."),
      sentences: [
        say("\(matter)に対応する注文が見つからない。", "No order belongs to \(matter)."),
        say("持ち主が分かるまで仮受金とする案。", "Proposed to stay in suspense until its owner is known."),
        say("確認事項: どの店舗・経路の注文か。", "Question: of which shop or channel is it?"),
      ])
  }

  private var stateText: String {
    switch order?.row.paymentState ?? .notStated {
    case .notStated: say("記載なし", "not stated")
    case .pending: say("処理中", "pending")
    case .authorised: say("与信済み", "authorised")
    case .paid: say("支払済み", "paid")
    case .failed: say("失敗", "failed")
    }
  }
}
