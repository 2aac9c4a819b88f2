import Foundation
import Model
import TestKit
import Testing

@testable import Reading

/// A sample of a bank format with its header's names taken away.
private struct HiddenSample {
  var path: String
  var bytes: [UInt8]
  var hidden: [UInt8]

  init(_ id: String, _ sample: String) throws {
    path = "\(id)/\(sample)"
    bytes = try readBytes(repoFile("fixtures/formats/\(id)/\(sample)"))
    let encoding = bytes.withUnsafeBytes { textEncoding($0, from: 0) }
    let text = try #require(bytes.withUnsafeBytes { TextDecoder(encoding).string($0) })
      .replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let header = try #require(
      lines.firstIndex { line in
        let names = line.split(separator: ",", omittingEmptySubsequences: false).map {
          foldHeader($0.filter { $0 != "\"" })
        }
        return matchBankHeader(names, profiles: bankProfiles) != nil
      })
    let count = lines[header].split(separator: ",", omittingEmptySubsequences: false).count
    lines[header] = (1...count).map { "欄\($0)" }.joined(separator: ",")
    hidden = Array(lines.joined(separator: "\n").utf8)
  }
}

private func propose(_ bytes: [UInt8]) -> ProfileProposal? {
  bytes.withUnsafeBytes {
    ProfileProposal(sample: $0, id: "my-bank", asOf: Day(iso: "2026-11-23")!)
  }
}

func readWithOwn(_ bytes: [UInt8], _ own: [OwnProfile]) -> ReadBankFile {
  var rows: [StatementRow] = []
  let reading = bytes.withUnsafeBytes {
    readFile(
      $0, context: ReadingContext(asOf: Day(iso: "2026-11-23")!, ownProfiles: own),
      sink: RowSink(statement: { rows.append($0) }))
  }
  return ReadBankFile(reading: reading, rows: rows)
}

private let samples: [(id: String, sample: String)] = bankProfiles.map(\.info.id).flatMap { id in
  filesBelow(repoFile("fixtures/formats/\(id)")).filter { $0.hasPrefix("sample") }.map { (id, $0) }
}

@Suite("Proposing a profile from a sample")
struct ProposalRoundTripTests {
  @Test("A proposal without open question reads what the built-in format reads, its names hidden")
  func roundTrip() throws {
    var whole: [String] = []
    var asked: [String] = []
    for (id, sample) in samples {
      let hidden = try HiddenSample(id, sample)
      let proposal = try #require(propose(hidden.hidden), "\(hidden.path)")
      guard proposal.questions.isEmpty else {
        asked.append(
          "\(hidden.path): "
            + proposal.questions.map { "\($0.roles.joined(separator: "/")) \($0.candidates)" }
            .joined(separator: ", "))
        continue
      }
      let made = OwnProfile.make(proposal.description)
      let own = try #require(made.profile, "\(hidden.path): \(made.problems)")
      let rows = readWithOwn(hidden.hidden, [own]).rows
      let expected = readBytesAsFile(hidden.bytes).rows
      let isSame = rows.map(comparable) == expected.map(comparable)
      #expect(isSame, "\(hidden.path): \(proposal.description.columns)")
      if isSame { whole.append(hidden.path) }
    }
    print("proposals: \(whole.count) of \(samples.count) samples read the same rows unasked;")
    print("asked: \(asked.joined(separator: "; "))")
    #expect(whole.count >= 12)
  }

  /// Without what only a name can tell.
  private func comparable(_ row: StatementRow) -> StatementRow {
    var row = row
    row.line = 0
    return row
  }

  @Test("With its names, nearly every sample is understood without a question")
  func named() throws {
    var asked: [String] = []
    for (id, sample) in samples {
      let bytes = try readBytes(repoFile("fixtures/formats/\(id)/\(sample)"))
      let proposal = try #require(propose(bytes), "\(id)/\(sample)")
      #expect(proposal.knownAs == id)
      if !proposal.questions.isEmpty { asked.append("\(id)/\(sample) \(proposal.questions)") }
    }
    print("named, asked: \(asked)")
    #expect(asked.count <= 4)
  }
}
