import Model

extension NoteWriter {
  /// B01 of an order whose money no bank took back, but a person.
  var isTakenBackByHand: Bool {
    guard let order = c.orderIndex else { return false }
    let entries = c.otherEntries + (c.entryIndex.map { [$0] } ?? [])
    if entries.contains(where: { snapshot.entries[Int($0)].direction == .debit }) { return false }
    return snapshot.clearings.contains { $0.orderIndex == order && $0.basis == .undone }
  }

  func takenBack() -> Wording {
    let orderID = order?.row.orderID ?? ""
    return Wording(
      nextAction: c.decision == .release
        ? say(
          "倉庫に以前の出荷指示が残っていないかを受託者が確かめる。",
          "The operator checks that no earlier parcel is under way.")
        : say(
          "直ちに倉庫が注文\(orderID)の出荷を止め、受託者が正しい入金の有無を確かめる。",
          "The warehouse stops order \(orderID) at once; the operator looks for the right payment."),
      sentences: [
        say(
          "担当者が、この注文への消込を取り消した。", "A person took the clearing of this order back."),
        say(
          "出荷可としていた\(orderText)の入金は\(yen(c.paidYen))となった。",
          "\(orderText) had been released; \(yen(c.paidYen)) is left on it."),
        say(
          "確認事項: 引き渡し前か、この注文の入金は別にあるか。",
          "Question: is it handed over, and did its own payment come?"),
      ])
  }
}
