import Foundation
import TestKit
import Testing

@Suite("The tests' own tools")
struct TestKitTests {
  @Test("splitmix64 gives the published first numbers of seed 0")
  func splitmix() {
    var random = SeededRandom(seed: 0)
    #expect(random.next() == 0xE220_A839_7B1D_CDAF)
    #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
  }

  @Test("draws stay in range and reach both ends", arguments: [1, 2, 7, 1000])
  func draws(_ count: Int) {
    var random = SeededRandom(seed: 5)
    let drawn = (0..<(count * 50)).map { _ in random.below(count) }
    #expect(drawn.min() == 0)
    #expect(drawn.max() == count - 1)
    #expect((0..<100).allSatisfy { _ in random.weighted([0, 3, 3]) == 1 })
  }

  @Test("a golden file that is equal passes; other, missing and recorded ones fail")
  func golden() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("sub/golden.txt")
      let compare = { (text: String, recording: Bool) in
        try compareGolden(Array(text.utf8), with: file, named: "golden.txt", recording: recording)
      }
      #expect(throws: GoldenFailure.self) { try compare("a\nb\n", false) }
      #expect(throws: GoldenFailure.self) { try compare("a\nb\n", true) }
      try compare("a\nb\n", false)
      try compare("a\nb\n", true)
      let failure = #expect(throws: GoldenFailure.self) { try compare("a\nc\n", false) }
      #expect(failure?.description.contains("line 2") == true)
      #expect(failure?.description.contains("stored: b") == true)
      #expect(throws: GoldenFailure.self) { try compare("a\n", false) }
    }
  }

  @Test("text tables are read without comments, by column name, and laid out")
  func tables() {
    let text = """
      # reason
      name | yen

      ｱﾍﾞ | 1
      山田 |
      """
    #expect(textRows(text) == [["name", "yen"], ["ｱﾍﾞ", "1"], ["山田", ""]])
    #expect(namedRows(text)[1] == ["name": "山田", "yen": ""])
    #expect(textTable([["a", "b"], ["山", "c"], ["ｱ", "d"]]) == "a  | b\n山 | c\nｱ  | d\n")
  }

  @Test("a program's output, errors and exit code come back")
  func commands() throws {
    let shell = URL(fileURLWithPath: "/bin/sh")
    let result = try runCommand(
      shell, ["-c", "echo $WORD; echo bad >&2; exit 3"], environment: ["WORD": "good"])
    #expect(result.output == "good\n")
    #expect(result.errors == "bad\n")
    #expect(result.exitCode == 3)
  }
}
