import Model

/// Orders that wait for held money without being named by an outcome, by whom they are of: each is
/// handed to the first outcome that means it, so that one case tells of it.
struct UnnamedOrders {
  private var waiting: [String: [Int32]] = [:]

  /// Cost: one step per unnamed order.
  init(_ world: World) {
    for order in world.match.heldUnnamed {
      waiting[UnnamedOrders.owner(world.snapshot.orders[Int(order)].row), default: []].append(order)
    }
  }

  /// What nobody took.
  var rest: [Int32] { waiting.values.joined().sorted() }

  /// Orders of the outcome's customer, of the same open amount where equal orders compete; none
  /// where the outcome names all that it means.
  mutating func take(_ outcome: EntryOutcome, _ world: World) -> [Int32] {
    guard !waiting.isEmpty, Int(outcome.candidateCount) > outcome.candidates.count,
      let first = outcome.candidates.first?.orderIndices.first
    else { return [] }
    let owner = UnnamedOrders.owner(world.snapshot.orders[Int(first)].row)
    guard let all = waiting[owner] else { return [] }
    let isOfSum = outcome.codes.contains(.M03)
    func isMeant(_ order: Int32) -> Bool {
      (isOfSum || world.dueYen(Int(order)) == world.dueYen(Int(first)))
        && world.isWithinWalls(outcome.entryIndex, order)
    }
    let taken = all.filter { isMeant($0) }
    let left = all.filter { !isMeant($0) }
    waiting[owner] = left.isEmpty ? nil : left
    return taken
  }

  private static func owner(_ row: OrderRow) -> String {
    row.customerKana.isEmpty ? row.customerName : row.customerKana
  }
}
