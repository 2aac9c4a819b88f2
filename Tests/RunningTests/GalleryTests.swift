import Foundation
import Model
import TestKit
import Testing

@testable import Reporting
@testable import Running

private let sections: [(title: String, entries: [GalleryEntry])] = [
  ("The file as a whole", galleryOfFiles), ("ZIP files", galleryOfZips),
  ("Structure", galleryOfStructure), ("Values", galleryOfValues),
  ("Controls and balances", galleryOfControls), ("Against the ledger", galleryOfLedger),
]

private let introduction = """
  # What is said about bad data

  Every fault of data with the message as `keshikomi import` prints it, in both languages: file, place, what was
  found, what was expected, what to do next. Names and accounts are masked as on a terminal. A fault can have
  other severities and places than in its example; the message is made of the same parts.

  This page is made by a test, which really imports the file of each example into an empty workspace
  (`Tests/RunningTests/Gallery*.swift`). It fails where a fault has no example, and where the page is not what the
  program says: `KESHIKOMI_RECORD=1 swift test --filter Gallery` writes it anew.

  """

private let severities: [Severity: String] = [
  .note: "for information", .rejectsRow: "the row is not taken",
  .stopsPosting: "rows of the account are not posted", .refusesFile: "nothing of the file is taken",
]

/// The finding that an entry is about, and its sentences.
private func shown(_ entry: GalleryEntry, _ language: Language) throws -> (Severity, String) {
  let shop = try Shop(policy: galleryPolicy)
  var last: [IntakeFile] = []
  for (n, file) in entry.files.enumerated() {
    let path = shop.folder.appendingPathComponent("\(n)/\(file.name)")
    if let bytes = try? file.bytes() { try writeBytes(bytes, to: path) }
    if entry.isOverridden, n == entry.files.count - 1 {
      _ = try overrideControls(
        ofFile: path.path, reason: "confirmed with the bank", person: "K", shop.request(galleryAsOf)
      )
    }
    last = try imported(path.path, shop)
  }
  let found = last.flatMap { intake in
    intake.reading.findings.filter { $0.fault == entry.fault }.map { (intake.file.name, $0) }
  }
  guard let (name, finding) = found.max(by: { $0.1.severity < $1.1.severity }) else {
    Issue.record("\(entry.fault) does not come: \(last.map { $0.reading.findings.map(\.fault) })")
    return (.note, "")
  }
  return (
    finding.severity, describe(finding, fileName: name, language: language, masked: true)
  )
}

private let galleryAsOf = "2026-11-23T10:30"

private func imported(_ path: String, _ shop: Shop) throws -> [IntakeFile] {
  let workspace = shop.workspace
  return try workspace.locked(asOfNote: "import") {
    let frame = try RunFrame(shop.request(galleryAsOf), ledgerPath: workspace.ledgerPath)
    let files = try Inbox(folder: "", archive: workspace.archive)
      .keepAll(path, name: lastComponent(path))
    var timings = Timings()
    return try TakingIn(frame: frame, archive: workspace.archive, resumes: false)
      .run(files, &timings)
  }
}

@Test("Every data fault has its example, and docs/ERRORS.md says what the program says")
func gallery() throws {
  let all = sections.flatMap(\.entries)
  for fault in DataFault.allCases {
    #expect(all.count { $0.fault == fault } == 1, "\(fault) needs one example in the gallery")
  }
  var page = introduction
  for (title, entries) in sections {
    page += "\n## \(title)\n"
    for entry in entries {
      let (severity, japanese) = try shown(entry, .ja)
      let (_, english) = try shown(entry, .en)
      page +=
        "\n**\(entry.fault.rawValue)** — \(entry.what) In this example \(severities[severity]!).\n\n"
      page += "> \(japanese)\n>\n> \(english)\n"
    }
  }
  try expectGolden(page, "docs/ERRORS.md")
}
