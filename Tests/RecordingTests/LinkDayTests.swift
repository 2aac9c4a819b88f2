import Model
import Testing

@testable import Recording

@Test("Links count for their run's day: alone, by hand, taken back; a bank's reversal nowhere")
func linkDays() throws {
  let bench = try Bench()
  try bench.statement("a", rows([row("ｱ", 100), row("ｲ", 100), row("ｳ", 100)]))
  try bench.orders([order("A1", 100), order("A2", 100), order("A3", 100)])
  #expect(try bench.ledger.linkDays(from: firstDay) == [])
  try bench.ledger.recordRun(
    run(1, clearings: [clearing(0, 0, 100), clearing(1, 1, 100)]), of: bench.view())
  var second = run(2)
  second.asOf = Moment(day: firstDay.adding(days: 1), hour: 9)
  var byHand = clearing(2, 2, 100)
  byHand.basis = .byHand
  var undone = clearing(0, 0, -100)
  undone.basis = .undone
  second.clearings = [undone, clearing(1, 1, -100), byHand]
  try bench.ledger.recordRun(second, of: bench.view(run: 2))
  let days = [
    LinkDay(day: firstDay, automatic: 2),
    LinkDay(day: firstDay.adding(days: 1), byHand: 1, corrections: 1),
  ]
  #expect(try bench.ledger.linkDays(from: firstDay) == days)
  #expect(try bench.ledger.linkDays(from: firstDay.adding(days: 1)) == [days[1]])
}
