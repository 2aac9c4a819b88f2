import Model

/// What is open, carried forward: a list that a run leaves now and then, so that later runs find
/// the few open rows of the past in it and read only what came after it.
///
/// Open is an entry that is nobody's yet or owes something back, and an order that is neither
/// released nor finished (`Ledger.snapshot`). What opens again after the list was made, opens by a
/// row of a later run or file, which an index finds. `verify` asks whether anything open is missed.
///
/// A list says of which days its rows are, so that a run knows the newest one from before its
/// window. Rows that bear a day after the run's own are in the list themselves, open or not: one
/// slip of a year would else have all later runs look at everything from there on.
struct Carry {
  var id: Int64 = 0
  var runOrdinal: Int64 = 0
  var lastEntry: Int64 = 0
  var lastOrder: Int64 = 0
  var lastFile: Int64 = 0
  var lastDay = Int64(Int32.min)
  var lastMoment = Int64.min

  /// Nothing was ever carried: all is looked at.
  static let none = Carry()

  /// The newest one of which `condition` holds.
  private static func find(
    _ condition: String, _ numbers: [Int64], _ database: OpaquePointer
  ) throws(LedgerError) -> Carry {
    let sql = try SQL(
      database,
      """
      SELECT id, run_ordinal, last_entry, last_order, last_file, last_day, last_moment FROM carry
      \(condition) ORDER BY id DESC LIMIT 1
      """)
    sql.bind(all: numbers)
    guard try sql.next() else { return none }
    return Carry(
      id: sql.int64(0), runOrdinal: sql.int64(1), lastEntry: sql.int64(2),
      lastOrder: sql.int64(3), lastFile: sql.int64(4), lastDay: sql.int64(5),
      lastMoment: sql.int64(6))
  }

  static func newest(_ database: OpaquePointer) throws(LedgerError) -> Carry {
    try find("", [], database)
  }

  /// The newest one that knows of no row since `day`.
  static func before(_ day: Day, _ database: OpaquePointer) throws(LedgerError) -> Carry {
    try find(
      "WHERE last_day < ?1 AND last_moment < ?2",
      [Int64(day.number), Moment(day: day).secondsTokyo], database)
  }

  // MARK: What may be open

  /// Entries up to a number that were open then, or that something later may have opened. A bound
  /// on what this gives would not keep SQLite from gathering all.
  static func changedEntries(through bound: String) -> String {
    """
    SELECT entry_id AS id FROM carried_entry WHERE carry_id = ?1 AND entry_id <= \(bound)
    UNION SELECT entry_id FROM entry_standing
      WHERE (\(Schema0012.openStanding)) AND run_ordinal > ?2 AND entry_id <= \(bound)
    UNION SELECT a.entry_id FROM refund_tie t JOIN answer a ON a.id = t.answer_id
      WHERE t.run_ordinal > ?2 AND a.entry_id <= \(bound)
    """
  }

  static func changedOrders(through bound: String) -> String {
    """
    SELECT order_id AS id FROM carried_order WHERE carry_id = ?1 AND order_id <= \(bound)
    UNION SELECT order_id FROM order_version
      WHERE version > 1 AND file_id > ?5 AND order_id <= \(bound)
    UNION SELECT order_id FROM decision
      WHERE decision = 'stop' AND run_ordinal > ?2 AND order_id <= \(bound)
    UNION SELECT order_id FROM clearing WHERE run_ordinal > ?2 AND order_id <= \(bound)
    """
  }

  static let changedCases = """
    SELECT case_id AS id FROM carried_case WHERE carry_id = ?1
    UNION SELECT case_id FROM case_state WHERE run_ordinal > ?2
    """

  static let isOpenEntry = """
    coalesce((SELECT n.standing = 0 OR (n.standing = 1 AND n.refund_linked_yen >
        (SELECT coalesce(sum(t.yen), 0) FROM answer a JOIN refund_tie t ON t.answer_id = a.id
          WHERE a.entry_id = c.id))
      FROM entry_standing n WHERE n.entry_id = c.id ORDER BY n.run_ordinal DESC LIMIT 1), 1)
    """

  static let isOpenOrder = """
    'release' IS NOT (SELECT d.decision FROM decision d
      WHERE d.order_id = c.id AND d.decision IN ('release', 'stop')
      ORDER BY d.run_ordinal DESC LIMIT 1)
    AND ('open' = (SELECT v.status FROM order_version v WHERE v.order_id = c.id
        ORDER BY v.version DESC LIMIT 1)
      OR (SELECT sum(l.allocated_yen) FROM clearing l WHERE l.order_id = c.id) <> 0)
    """

  static let isOpenCase = """
    (SELECT s.is_open FROM case_state s WHERE s.case_id = c.id
      ORDER BY s.run_ordinal DESC LIMIT 1) = 1
    """
}

extension Carry {
  /// Asks every row whether a run would miss it: public ids of entries, orders and cases that are
  /// open and neither in the newest list nor after it, and lists that know of later rows than they
  /// say. Each row is looked at once.
  static var missed: String {
    func newest(_ text: String) -> String {
      [("?1", "id"), ("?2", "run_ordinal"), ("?5", "last_file")].reduce(text) { text, place in
        text.replacing(place.0, with: "(SELECT \(place.1) FROM carry ORDER BY id DESC LIMIT 1)")
      }
    }
    return """
      WITH newest AS (SELECT * FROM carry ORDER BY id DESC LIMIT 1)
      SELECT c.public_id FROM entry c
      WHERE c.id <= (SELECT last_entry FROM newest) AND \(isOpenEntry)
        AND c.id NOT IN (\(newest(changedEntries(through: "(SELECT last_entry FROM newest)"))))
      UNION ALL SELECT c.order_id FROM shop_order c
      WHERE c.id <= (SELECT last_order FROM newest) AND \(isOpenOrder)
        AND c.id NOT IN (\(newest(changedOrders(through: "(SELECT last_order FROM newest)"))))
      UNION ALL SELECT c.id FROM (SELECT DISTINCT case_id AS id FROM case_state) c, newest
      WHERE \(isOpenCase) AND c.id NOT IN (\(newest(changedCases)))
      UNION ALL SELECT 'carry ' || k.id FROM (SELECT *,
          lag(last_entry, 1, 0) OVER (ORDER BY id) AS from_entry,
          lag(last_order, 1, 0) OVER (ORDER BY id) AS from_order,
          lag(id) OVER (ORDER BY id) AS id_before,
          lag(last_day) OVER (ORDER BY id) AS day_before,
          lag(last_moment) OVER (ORDER BY id) AS moment_before FROM carry) k
      WHERE k.last_day < k.day_before OR k.last_moment < k.moment_before
        OR EXISTS (SELECT 1 FROM entry e WHERE e.id > k.from_entry AND e.id <= k.last_entry
          AND e.booking_day > k.last_day AND NOT EXISTS (SELECT 1 FROM carried_entry l
            WHERE l.carry_id = k.id AND l.entry_id = e.id))
        OR EXISTS (SELECT 1 FROM carried_entry b CROSS JOIN entry e ON e.id = b.entry_id
          WHERE b.carry_id = k.id_before AND e.booking_day > k.last_day AND NOT EXISTS (
            SELECT 1 FROM carried_entry l WHERE l.carry_id = k.id AND l.entry_id = e.id))
        OR EXISTS (SELECT 1 FROM order_version v
          WHERE v.order_id > k.from_order AND v.order_id <= k.last_order
            AND v.file_id <= k.last_file AND v.ordered_at > k.last_moment AND NOT EXISTS (
            SELECT 1 FROM carried_order l WHERE l.carry_id = k.id AND l.order_id = v.order_id))
        OR EXISTS (SELECT 1 FROM carried_order b CROSS JOIN order_version v
            ON v.order_id = b.order_id
          WHERE b.carry_id = k.id_before AND v.file_id <= k.last_file
            AND v.ordered_at > k.last_moment AND NOT EXISTS (
            SELECT 1 FROM carried_order l WHERE l.carry_id = k.id AND l.order_id = v.order_id))
      """
  }
}

/// Which rows a snapshot has to look at, by their numbers.
struct OpenWindow {
  /// From these numbers on all rows.
  let firstEntry: Int64
  let firstOrder: Int64
  /// Older ones that may be open or of the window; some more than once.
  private(set) var entries: [Int64] = []
  private(set) var orders: [Int64] = []

  /// nil looks at everything.
  init(since day: Day?, _ database: OpaquePointer) throws(LedgerError) {
    let settled = try day.map { day throws(LedgerError) in try Carry.before(day, database) }
    let window = settled ?? .none
    firstEntry = window.lastEntry + 1
    firstOrder = window.lastOrder + 1
    if window.id == 0 { return }
    let newest = try Carry.newest(database)
    entries = try OpenWindow.list(
      "SELECT id FROM (\(Carry.changedEntries(through: "?3"))) ORDER BY id",
      [newest.id, newest.runOrdinal, window.lastEntry], database)
    // An order's time may have changed too: so from the window's file on.
    orders = try OpenWindow.list(
      "SELECT id FROM (\(Carry.changedOrders(through: "?4"))) ORDER BY id",
      [newest.id, newest.runOrdinal, 0, window.lastOrder, window.lastFile], database)
    if newest.id == window.id { return }
    // Those that are of the window though the list is older: the newest list may say so no more.
    entries += try OpenWindow.list(
      """
      SELECT e.id FROM carried_entry k CROSS JOIN entry e ON e.id = k.entry_id
      WHERE k.carry_id = ? AND e.booking_day > ?
      """, [window.id, window.lastDay], database)
    orders += try OpenWindow.list(
      """
      SELECT v.order_id FROM carried_order k CROSS JOIN order_version v ON v.order_id = k.order_id
      WHERE k.carry_id = ? AND v.ordered_at > ?
      """, [window.id, window.lastMoment], database)
  }

  private static func list(
    _ query: String, _ numbers: [Int64], _ database: OpaquePointer
  ) throws(LedgerError) -> [Int64] {
    let sql = try SQL(database, query)
    sql.bind(all: numbers)
    var ids: [Int64] = []
    while try sql.next() { ids.append(sql.int64(0)) }
    return ids
  }

  func entryRanges(keeping kept: Set<Int64>, through last: Int64) -> [ClosedRange<Int64>] {
    OpenWindow.ranges(entries, kept, from: firstEntry, through: last)
  }

  func orderRanges(keeping kept: Set<Int64>, through last: Int64) -> [ClosedRange<Int64>] {
    OpenWindow.ranges(orders, kept, from: firstOrder, through: last)
  }

  /// Row numbers to be read, neighbours together, ascending.
  private static func ranges(
    _ ids: [Int64], _ kept: Set<Int64>, from first: Int64, through last: Int64
  ) -> [ClosedRange<Int64>] {
    var ranges: [ClosedRange<Int64>] = []
    for id in Set(ids).union(kept).sorted() where id < first && id <= last {
      if let open = ranges.last, open.upperBound + 1 == id {
        ranges[ranges.count - 1] = open.lowerBound...id
      } else {
        ranges.append(id...id)
      }
    }
    if first <= last { ranges.append(first...last) }
    return ranges
  }
}
