import Model
import Recording
import TestKit

extension Simulation {
  /// Compares the ledger with the truth, block by block, and returns the ids of all entries.
  mutating func compare() throws -> [String] {
    let truth = trueBlocks()
    let entries = try ledger.snapshot(since: nil, runOrdinal: 1).snapshot.entries
    let accounts = try ledger.accounts()
    let keys = accountIDs.map { id in accounts.first { $0.id == id }!.key }
    var found: [Block: [Int: Int]] = [:]
    for entry in entries {
      let account = keys.firstIndex(of: entry.accountKey)!
      let direction = entry.mark == .cancellation ? .debit : entry.direction
      let block = Block(
        account: account, day: entry.bookingDay, direction: direction, amountYen: entry.amountYen)
      let payer = Simulation.payers[DownloadContent.bare(entry.payerName)] ?? -1
      found[block, default: [:]][payer, default: 0] += 1
    }
    outcome.entries = entries.count
    for comment in comments { outcome.findings[comment.fault, default: 0] += 1 }
    for block in Set(truth.keys).union(found.keys).sorted() {
      judge(block, truth[block] ?? [:], found[block] ?? [:])
    }
    return entries.map(\.id).sorted()
  }

  /// Spelling to payer; two payers whose cut spellings are equal are not told apart.
  private static let payers: [String: Int] = {
    var payers: [String: Int] = [:]
    for payer in DownloadWorld.payers.indices {
      for spelling in DownloadContent.spellings(of: payer) { payers[spelling] = payer }
    }
    payers[""] = DownloadWorld.interestPayer
    return payers
  }()

  /// The bookings that stood in a file, as the bank has them.
  private mutating func trueBlocks() -> [Block: [Int: Int]] {
    var seen: Set<Int> = []
    var blocks: [Block: [Int: Int]] = [:]
    for file in plan.files where !file.isTampered {
      for booking in file.content.bookings {
        let place = Int(booking.day.number) * 1000 + booking.account * 100 + booking.number
        guard seen.insert(place).inserted else { continue }
        let block = Block(
          account: booking.account, day: booking.day, direction: booking.direction,
          amountYen: booking.amountYen)
        blocks[block, default: [:]][booking.payer, default: 0] += 1
      }
    }
    outcome.bookings = seen.count
    return blocks
  }

  private mutating func judge(_ block: Block, _ truth: [Int: Int], _ found: [Int: Int]) {
    if truth == found { return }
    let lacking = truth.values.reduce(0, +) - found.values.reduce(0, +)
    let about = comments.filter { $0.block == block }
    var explained = lacking > 0 ? outcome.missing : lacking < 0 ? outcome.extra : outcome.exchanged
    let different = truth.map { max(0, $0.value - (found[$0.key] ?? 0)) }.reduce(0, +)
    let count = lacking == 0 ? different : abs(lacking)
    if about.contains(where: { !$0.isPosted }) {
      explained.byRow += count
    } else if !about.isEmpty {
      explained.byNote += count
    } else if lacking > 0, !isWhole(block.account, block.day) {
      explained.byDay += count
    } else {
      explained.byNothing += count
      outcome.unexplained.append(
        "seed \(plan.world.seed) account \(block.account) \(block.day.iso) \(block.direction) "
          + "\(block.amountYen): true \(truth.sorted { $0.key < $1.key }), "
          + "found \(found.sorted { $0.key < $1.key })")
    }
    if lacking > 0 { outcome.missing = explained }
    if lacking < 0 { outcome.extra = explained }
    if lacking == 0 { outcome.exchanged = explained }
  }

  /// A file of whole days tells of the day and of a later one.
  private func isWhole(_ account: Int, _ day: Day) -> Bool {
    plan.files.contains { file in
      let rows = file.content.bookings
      return file.content.account == account && !file.content.format.isIncremental
        && !file.isTampered && rows.first!.day <= day && rows.last!.day > day
    }
  }
}
