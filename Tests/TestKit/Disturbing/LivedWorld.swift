import Foundation

/// A shop that lives through a plan with the real program: a run a day, with or without the faults
/// that must not matter, and what has to hold after each.
struct LivedWorld {
  let plan: LivedPlan
  let program: URL
  let library: URL?
  let root: URL
  /// False: the faults that must change nothing stay away.
  let isDisturbed: Bool
  private(set) var broken: [String] = []
  private(set) var runs = 0
  private(set) var crashes = 0
  private var released: Set<String> = []
  private var seenReports: Set<String> = []
  private var lateFile: (day: Int, name: String, text: String)?
  /// Days whose rows the shop has fetched: of what the bank took back and has not told, no run can
  /// know.
  private var fetched: Set<Int> = []
  private var wasTouched = false

  init(_ plan: LivedPlan, program: URL, library: URL?, root: URL, isDisturbed: Bool) throws {
    self.plan = plan
    self.program = program
    self.library = library
    self.root = root
    self.isDisturbed = isDisturbed
    _ = try runCommand(program, ["init", "-w", root.path])
  }

  /// Lives all days; gives what each day cleared, released and recalled, by file.
  mutating func live() throws -> [[String: [UInt8]]] {
    var days: [[String: [UInt8]]] = []
    for day in 0..<LivedPlan.days {
      try fillInbox(day)
      try people(day)
      try run(day)
      try check(day)
      days.append(try outcome(day))
    }
    return days
  }

  private func faults(_ day: Int) -> [LivedPlan.Fault] {
    plan.faults[day].filter { isDisturbed || !$0.isHarmless }
  }

  private func put(_ name: String, _ text: String) throws {
    try writeBytes(Array(text.utf8), to: root.appendingPathComponent("inbox/\(name)"))
  }

  private mutating func fillInbox(_ day: Int) throws {
    let date = LivedPlan.date(day)
    if let late = lateFile {
      try put(late.name, late.text)
      fetched.insert(late.day)
    }
    lateFile = nil
    try put("orders-\(date).csv", plan.ordersCSV(day))
    if faults(day).contains(.fileTwice) {
      try put("zz-orders-\(date).csv", plan.ordersCSV(day))
      if day > 0, let text = plan.depositsCSV(day - 1) { try put("zz-yesterday.csv", text) }
    }
    guard let text = plan.depositsCSV(day) else { return }
    if faults(day).contains(.dayLate), day + 1 < LivedPlan.days {
      lateFile = (day, "late-\(date).csv", text)
    } else {
      fetched.insert(day)
      try put("deposits-\(date).csv", text)
      if faults(day).contains(.fileTwice) { try put("zz-deposits-\(date).csv", text) }
    }
  }

  /// What people do wrong before the day's run: take back what was right, answer what is not so.
  private mutating func people(_ day: Int) throws {
    guard day > 0 else { return }
    let before = try outcome(day - 1)
    if faults(day).contains(.undone) {
      let cleared = column("entry_id", before["clearings.csv"] ?? [])
      if !cleared.isEmpty {
        let entry = cleared[Int(plan.choices[day] % UInt64(cleared.count))]
        _ = try runCommand(
          program,
          ["undo", "-w", root.path, entry, "--reason", "mistake", "--by", "A"])
        wasTouched = true
      }
    }
    if faults(day).contains(.wrongAnswer) {
      let cases = column("case_id", before["exceptions.csv"] ?? [])
      let entries = column("entry_id", before["exceptions.csv"] ?? [])
      let asked = zip(cases, entries).filter { !$0.1.isEmpty }.map(\.0)
      if !asked.isEmpty {
        let one = asked[Int(plan.choices[day] % UInt64(asked.count))]
        let order = plan.orders[Int(plan.choices[day] >> 8 % UInt64(plan.orders.count))].id
        let file = root.appendingPathComponent("answers.csv")
        let text = "case_id,answer,order_ids,person,comment\n\(one),assign,\(order),B,wrong\n"
        try writeBytes(Array(text.utf8), to: file)
        _ = try runCommand(program, ["resolve", "-w", root.path, file.path])
        wasTouched = true
      }
    }
  }

  private mutating func run(_ day: Int) throws {
    let arguments = ["run", "-w", root.path, "--as-of", LivedPlan.date(day) + "T18:00"]
    let step = String(1 + plan.choices[day] % 420)
    var environments: [[String: String]] = []
    if faults(day).contains(.crash) {
      let mode = ["before", "after", "half"][Int(plan.choices[day] >> 20 % 3)]
      environments.append(["FAULT_MODE": mode, "FAULT_STEP": step])
    }
    if faults(day).contains(.failedCall) {
      environments.append(["FAULT_MODE": "EIO", "FAULT_STEP": step])
    }
    environments.append(
      faults(day).contains(.clockJump)
        ? ["FAULT_STEP": "1", "FAULT_CLOCK": plan.choices[day] % 2 == 0 ? "90000000" : "-90000000"]
        : [:])
    for var environment in environments {
      if let library, !environment.isEmpty { environment["LD_PRELOAD"] = library.path }
      let result = try runCommand(program, arguments, environment: environment)
      runs += 1
      if result.exitCode == 137 || result.exitCode == 4 { crashes += 1 }
      let isFinal = environment["FAULT_MODE"] == nil
      if isFinal, ![0, 1, 2].contains(result.exitCode) {
        tell(day, "exit code \(result.exitCode): \(result.errors.suffix(200))")
      }
    }
  }

  /// What holds after every step, whatever happened.
  private mutating func check(_ day: Int) throws {
    let proof = try runCommand(program, ["verify", "-w", root.path, "--lang", "en"])
    if proof.exitCode != 0 { tell(day, "not proved: \(proof.output)") }
    for report in try reports() where seenReports.insert(report).inserted {
      let files = try read(report)
      let totals = String(decoding: files["totals.json"] ?? [], as: UTF8.self)
      if !totals.contains("\"ok\": true") { tell(day, "\(report): the proof line does not hold") }
      for id in column("order_id", files["recall.csv"] ?? []) { released.remove(id) }
      let ids = column("order_id", files["release.csv"] ?? [])
      let due = column("due_yen", files["release.csv"] ?? [])
      for (id, yen) in zip(ids, due) {
        if !released.insert(id).inserted { tell(day, "\(report): \(id) is released twice") }
        if !wasTouched, plan.paid(id, rowsOf: fetched) < Int64(yen) ?? 0 {
          tell(day, "\(report): \(id) is released and not paid")
        }
      }
    }
  }

  private mutating func tell(_ day: Int, _ what: String) {
    broken.append("seed \(plan.seed) day \(day)\(isDisturbed ? "" : " in peace"): \(what)")
  }

  /// The first report of the day: after a crash past the commit a second one, of nothing new,
  /// follows it.
  private func outcome(_ day: Int) throws -> [String: [UInt8]] {
    let date = LivedPlan.date(day)
    guard let report = try reports().first(where: { $0.hasPrefix(date) }) else { return [:] }
    return try read(report)
  }

  private func reports() throws -> [String] {
    let folder = root.appendingPathComponent("reports")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("2026-") }.sorted()
  }

  private func read(_ report: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in ["clearings.csv", "release.csv", "recall.csv", "exceptions.csv", "totals.json"] {
      let file = root.appendingPathComponent("reports/\(report)/\(name)")
      if FileManager.default.fileExists(atPath: file.path) { files[name] = try readBytes(file) }
    }
    return files
  }
}

/// The cells of a column.
private func column(_ name: String, _ bytes: [UInt8]) -> [String] {
  csvRows(bytes).compactMap { $0[name] }
}
