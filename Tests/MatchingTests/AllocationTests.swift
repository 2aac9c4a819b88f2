import Model
import Testing

@testable import Matching

@Suite struct AllocationTests {
  private func debt(_ order: Int32, _ yen: Int64, due: Int32, isNamed: Bool = false) -> Debt {
    Debt(orderIndex: order, missingYen: yen, dueDay: due, isNamed: isNamed)
  }

  private func text(_ proposal: AllocationProposal?) -> String {
    guard let proposal else { return "none" }
    let parts = proposal.allocations.map { "\($0.orderIndex):\($0.yen)" }
    return parts.joined(separator: " ") + " \(proposal.rule.rawValue)"
  }

  @Test("The order of 民法488, step by step, on day 10")
  func steps() {
    func answer(_ yen: Int64, _ debts: [Debt]) -> String {
      text(proposedAllocation(of: yen, to: debts, bookingDay: 10))
    }
    let due = debt(1, 3_000, due: 9)
    let earlier = debt(2, 3_000, due: 5)
    let notDue = debt(0, 3_000, due: 20)
    #expect(answer(1_000, [notDue, due]) == "1:1000 due_first")
    #expect(answer(3_000, [notDue, due]) == "1:3000 due_first")
    #expect(answer(4_000, [notDue, due]) == "0:1000 1:3000 due_first")
    #expect(answer(2_000, [due, earlier]) == "2:2000 earlier_due")
    #expect(
      answer(1_000, [debt(3, 5_000, due: 30, isNamed: true), earlier]) == "3:1000 named_by_payer")
    #expect(
      answer(1_000, [debt(0, 2_000, due: 9), debt(1, 1_000, due: 9)]) == "0:667 1:333 pro_rata")
    #expect(
      answer(1_000, [debt(0, 900, due: 9), debt(1, 900, due: 9), debt(2, 900, due: 9)])
        == "0:334 1:333 2:333 pro_rata")
  }

  @Test("Nothing is proposed where everything is paid, nothing is, or there is one order")
  func nothing() {
    let two = [debt(0, 100, due: 1), debt(1, 200, due: 2)]
    #expect(proposedAllocation(of: 300, to: two, bookingDay: 9) == nil)
    #expect(proposedAllocation(of: 0, to: two, bookingDay: 9) == nil)
    #expect(proposedAllocation(of: 50, to: [two[0]], bookingDay: 9) == nil)
  }

  @Test("Every yen is proposed once, no order gets more than it lacks, in whatever order they come")
  func properties() {
    for seed in 1...2_000 {
      var random = Lottery(seed: UInt64(seed))
      let debts = (0..<(2 + random.next(5))).map { i in
        debt(
          Int32(i), Int64(random.next(5_000) + 1), due: Int32(random.next(4) * 5),
          isNamed: random.next(5) == 0)
      }
      let yen = Int64(random.next(9_000) + 1)
      guard let found = proposedAllocation(of: yen, to: debts, bookingDay: 7) else {
        #expect(yen >= debts.reduce(0) { $0 + $1.missingYen })
        continue
      }
      #expect(found.allocations.reduce(0) { $0 + $1.yen } == yen)
      #expect(found.allocations.allSatisfy { $0.yen <= debts[Int($0.orderIndex)].missingYen })
      #expect(found == proposedAllocation(of: yen, to: debts.reversed(), bookingDay: 7))
    }
  }
}
