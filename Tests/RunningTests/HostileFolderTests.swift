import Foundation
import Glibc
import Model
import TestKit
import Testing

@testable import Running

private let moment = "2026-11-19T10:30"
private let head = "deposit_id,booking_date,value_date,amount,payer_name\n"
private let good = Array((head + "D9,2026-11-17,2026-11-17,700,ｱﾍﾞ\n").utf8)
private let other = Array((head + "D8,2026-11-17,2026-11-17,800,ｲﾄｳ\n").utf8)

/// What may lie in a folder under the name of a file.
private struct Lying: Sendable, CustomTestStringConvertible {
  var what: String
  /// Puts it there; `elsewhere` is a folder outside the workspace that holds `file.csv`. False
  /// where this user may not.
  var put: @Sendable (_ path: String, _ elsewhere: String) -> Bool
  var testDescription: String { what }
}

private let lying: [Lying] = [
  Lying(what: "a pipe that nobody writes to") { path, _ in mkfifo(path, 0o600) == 0 },
  Lying(what: "a socket") { path, _ in
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(fd) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // Such names are short: the socket is made elsewhere and moved.
    let short = "/tmp/k\(getpid())-\(UInt32.random(in: 0 ... .max))"
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, size) == 0 }
    }
    return isBound && rename(short, path) == 0
  },
  Lying(what: "a device that never ends") { path, _ in
    mknod(path, S_IFCHR | 0o600, makedev(1, 5)) == 0
  },
  Lying(what: "a folder") { path, _ in mkdir(path, 0o700) == 0 },
  Lying(what: "a link to a file elsewhere") { path, elsewhere in
    symlink(elsewhere + "/file.csv", path) == 0
  },
  Lying(what: "a link to a folder elsewhere") { path, elsewhere in symlink(elsewhere, path) == 0 },
  Lying(what: "a link to itself") { path, _ in symlink(path, path) == 0 },
]

/// A device number as the C macro makes it, for small ones.
private func makedev(_ major: UInt64, _ minor: UInt64) -> dev_t { dev_t(major << 8 | minor) }

/// A shop, and a folder beside it with a file.
private struct Place {
  let shop: Shop
  let elsewhere: URL

  init() throws {
    shop = try Shop(policy: "language: en\n")
    elsewhere = shop.folder.appendingPathComponent("elsewhere")
    try writeBytes(other, to: elsewhere.appendingPathComponent("file.csv"))
  }

  var isUntouched: Bool {
    get throws { try readBytes(elsewhere.appendingPathComponent("file.csv")) == other }
  }

  func path(_ below: String) -> String { shop.folder.path + "/" + below }

  var amounts: [String] {
    get throws { try shop.table("entries.csv").map { $0["amount_yen"]! }.sorted() }
  }
}

@Test(
  "What is no plain file is told by name and left, nothing is read through it, and the rest is done",
  arguments: lying)
private func lyingInTheInbox(_ thing: Lying) throws {
  let place = try Place()
  guard thing.put(place.path("inbox/it.csv"), place.elsewhere.path) else { return }
  try place.shop.put("good.csv", good)
  let result = try place.shop.keshikomi(["run", "--as-of", moment])
  #expect(result.exitCode == 2, "\(result.output) \(result.errors)")
  #expect(result.output.contains("it.csv: the file cannot be read"), "\(result.output)")
  #expect(place.shop.inbox == ["it.csv"])
  #expect(try place.amounts == ["700"])
  #expect(try place.isUntouched)
}

@Test("A file with a second name elsewhere is taken in, and the second name keeps it")
func hardLinks() throws {
  let place = try Place()
  #expect(link(place.elsewhere.path + "/file.csv", place.path("inbox/a.csv")) == 0)
  #expect(link(place.elsewhere.path + "/file.csv", place.path("inbox/b.csv")) == 0)
  try place.shop.run(moment)
  #expect(try place.amounts == ["800"])
  #expect(place.shop.inbox == [])
  #expect(try place.isUntouched)
}

@Test("A name with a line break, and one that is no UTF-8, are names")
func oddNames() throws {
  let place = try Place()
  try place.shop.put("one\nNothing is left for a person.\n.csv", good)
  let bad = Array(place.path("inbox/").utf8) + [0x93, 0xFA, 0x95, 0x74] + Array(".csv".utf8)
  let fd = (bad + [0]).withUnsafeBufferPointer {
    $0.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600) }
  }
  #expect(write(fd, other, other.count) == other.count)
  close(fd)
  let result = try place.shop.keshikomi(["run", "--as-of", moment])
  #expect(result.exitCode == 2)
  #expect(result.output.contains("rename it"), "\(result.output)")
  #expect(!result.output.split(separator: "\n").contains("Nothing is left for a person."))
  #expect(try place.amounts == ["700"])
  #expect(try Posix.allNames(in: place.path("inbox")).count == 1)
}

@Test("A file that is still being written is told and left, and read when it is whole")
func growingFile() throws {
  let place = try Place()
  let path = place.path("inbox/growing.csv")
  let rows = (0..<400_000).map { "D\($0),2026-11-17,2026-11-17,\(100 + $0 % 7),ｱﾍﾞ\n" }
  try place.shop.put("growing.csv", Array((head + rows.joined()).utf8))
  let fd = open(path, O_WRONLY | O_APPEND)
  let stop = DispatchSemaphore(value: 0)
  let stopped = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    var n = 0
    while stop.wait(timeout: .now()) == .timedOut {
      let row = Array("E\(n),2026-11-17,2026-11-17,55,ｲﾄｳ\n".utf8)
      _ = write(fd, row, row.count)
      n += 1
      usleep(50)
    }
    close(fd)
    stopped.signal()
  }
  let told = try Inbox(folder: place.path("inbox"), archive: place.path("archive")).collect { _ in }
  stop.signal()
  stopped.wait()
  #expect(told.map(\.fault?.fault) == [.unreadableFile])
  #expect(told[0].fault?.value?.contains("still being written") == true)
  #expect(try Posix.allNames(in: place.path("archive")) == [])
  #expect(place.shop.inbox == ["growing.csv"])
  // Whole now.
  let whole = try Inbox(folder: place.path("inbox"), archive: place.path("archive")).collect { _ in
  }
  #expect(whole.map(\.fault) == [nil])
  #expect(whole[0].sizeBytes == Posix.size(path))
}

/// What somebody does to a file of the inbox while the run that has read it goes on.
private let changes: [(what: String, change: @Sendable (String) throws -> Void)] = [
  (
    "another file is put in its place",
    { path in
      try writeBytes(other, to: URL(fileURLWithPath: path + ".new"))
      #expect(rename(path + ".new", path) == 0)
    }
  ),
  ("it is written over", { path in try writeBytes(other, to: URL(fileURLWithPath: path)) }),
  (
    "it grows",
    { path in
      let fd = open(path, O_WRONLY | O_APPEND)
      let row = Array("D8,2026-11-17,2026-11-17,800,ｲﾄｳ\n".utf8)
      #expect(write(fd, row, row.count) == row.count)
      close(fd)
    }
  ),
]

@Test(
  "What lies in a file's place when the run is done was read by nobody: it stays for the next run",
  arguments: 0..<3)
private func changedBehindTheRun(_ n: Int) throws {
  let place = try Place()
  try place.shop.put("day.csv", good)
  try place.shop.put("empty.csv", Array(head.utf8))
  let path = place.path("inbox/day.csv")
  let change = changes[n].change
  var request = place.shop.request(moment)
  request.progress = { step in
    guard step.hasPrefix("照合") else { return }
    do { try change(path) } catch { Issue.record(error) }
  }
  let first = try runDaily(request)
  #expect(first.lines.contains { $0.hasPrefix("day.csv: replaced while") }, "\(first.lines)")
  #expect(place.shop.inbox == ["day.csv"])
  #expect(try place.amounts == ["700"])
  try place.shop.run("2026-11-19T11:30")
  #expect(place.shop.inbox == [])
  #expect(try place.amounts == ["700", "800"])
}

@Test(
  "Folders of the workspace may lie elsewhere, behind a link", arguments: ["archive", "reports"])
func foldersElsewhere(_ name: String) throws {
  let shop = try Shop()
  let target = shop.folder.appendingPathComponent("disk-2")
  try FileManager.default.moveItem(at: shop.folder.appendingPathComponent(name), to: target)
  #expect(symlink(target.path, shop.folder.path + "/" + name) == 0)
  let plain = try Shop()
  for day in FixtureDay.all {
    try shop.run(day)
    try plain.run(day)
    #expect(differing(try shop.report(), try plain.report()) == [])
  }
  #expect(Posix.kind(shop.folder.path + "/" + name) == S_IFLNK)
  #expect(try shop.isProved)
}

@Test("What lies where `latest` points is kept under another name", arguments: ["folder", "file"])
func latestReplaced(_ kind: String) throws {
  let place = try Place()
  try place.shop.put("good.csv", good)
  try place.shop.run(moment)
  let latest = place.path("reports/latest")
  #expect(unlink(latest) == 0)
  if kind == "folder" { #expect(mkdir(latest, 0o700) == 0) }
  let note = URL(fileURLWithPath: kind == "folder" ? latest + "/mine.txt" : latest)
  try writeBytes(Array("mine".utf8), to: note)
  try place.shop.put("other.csv", other)
  try place.shop.run("2026-11-19T11:30")
  #expect(Posix.kind(latest) == S_IFLNK)
  #expect(try place.amounts == ["700", "800"])
  let kept = try Posix.allNames(in: place.path("reports")).filter { $0.hasPrefix("latest-until-") }
  #expect(kept.count == 1)
  let file = place.path("reports/\(kept[0])") + (kind == "folder" ? "/mine.txt" : "")
  #expect(try readBytes(URL(fileURLWithPath: file)) == Array("mine".utf8))
  #expect(try place.shop.isProved)
}

@Test("What a run clears away is its own: a link under such a name goes, what it points to stays")
func linksWhereRunsClearAway() throws {
  let place = try Place()
  for name in ["reports/.tmp-2026-11-18-0007", "archive/.unzipped", "archive/.incoming"] {
    #expect(symlink(place.elsewhere.path, place.path(name)) == 0)
  }
  try place.shop.put("day.zip", ZipBuilder.bytes([.init("good.csv", good)]))
  try place.shop.run(moment)
  #expect(try place.amounts == ["700"])
  #expect(place.shop.inbox == [])
  #expect(try place.isUntouched)
  #expect(try Posix.allNames(in: place.elsewhere.path) == ["file.csv"])
  #expect(Posix.kind(place.path("reports/.tmp-2026-11-18-0007")) == nil)
}

@Test(
  "A pipe in the place of a file that is read never makes a command wait",
  arguments: ["archive/.incoming", "keshikomi.yaml", "answers.csv"])
func pipesElsewhere(_ name: String) throws {
  let place = try Place()
  try place.shop.put("good.csv", good)
  let path = place.path(name)
  unlink(path)
  #expect(mkfifo(path, 0o600) == 0)
  let words =
    name == "answers.csv" ? ["resolve", path, "--by", "Aoki"] : ["run", "--as-of", moment]
  let result = try place.shop.keshikomi(words)
  if name == "archive/.incoming" {
    #expect(result.exitCode == 1, "\(result.output) \(result.errors)")
    #expect(try place.amounts == ["700"])
  } else {
    #expect([3, 4].contains(result.exitCode), "\(result.output) \(result.errors)")
    #expect(result.errors.contains(lastComponent(path)), "\(result.errors)")
  }
}
