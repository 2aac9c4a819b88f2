import Model
import Testing

@Test("the precedence names each of the 40 codes once")
func precedenceIsComplete() {
  #expect(FindingCode.allCases.count == 40)
  #expect(FindingCode.precedence.count == 40)
  #expect(Set(FindingCode.precedence) == Set(FindingCode.allCases))
}

@Test("the rank of a code is its place in the precedence, and codes compare by it")
func ranksFollowPrecedence() {
  for (rank, code) in FindingCode.precedence.enumerated() {
    #expect(code.rank == rank)
  }
  #expect(FindingCode.precedence == FindingCode.allCases.sorted())
}

@Test(
  "families rank in the order: data, stop, target, plurality and names, amount, timing, unknown",
  arguments: [
    (FindingCode.D05, FindingCode.D01), (.D01, .D02), (.D02, .D03), (.D03, .B01), (.B01, .T01),
    (.T01, .A04), (.A04, .N05), (.N05, .M01), (.M01, .N02), (.N03, .A01), (.A03, .T02),
    (.T04, .S06), (.T04, .N01), (.T05, .N01),
  ])
func familyPrecedence(first: FindingCode, then: FindingCode) { #expect(first < then) }
