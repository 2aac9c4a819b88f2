// Edit distance with transpositions of neighbours (optimal string alignment), in words of 64 bits
// after Hyyrö. Names longer than 64 letters are compared by their first 64.

/// A name prepared to be compared with many others.
struct DistancePattern {
  let length: Int
  private let masks: [UInt64]

  init(_ codes: some Collection<UInt8>) {
    length = min(codes.count, 64)
    var m = [UInt64](repeating: 0, count: 256)
    for (i, code) in codes.prefix(length).enumerated() { m[Int(code)] |= 1 << UInt64(i) }
    masks = m
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other.
  func distance(to text: some RandomAccessCollection<UInt8>) -> Int {
    let n = min(text.count, 64)
    if length == 0 { return n }
    var vp: UInt64 = length == 64 ? ~0 : (1 << UInt64(length)) - 1
    var vn: UInt64 = 0
    var d0: UInt64 = 0
    var previous: UInt64 = 0
    var score = length
    let top: UInt64 = 1 << UInt64(length - 1)
    for letter in text.prefix(n) {
      let pm = masks[Int(letter)]
      let swap = ((~d0 & pm) << 1) & previous
      d0 = (((pm & vp) &+ vp) ^ vp) | pm | vn | swap
      let hp = vn | ~(d0 | vp)
      let hn = d0 & vp
      if hp & top != 0 { score += 1 }
      if hn & top != 0 { score -= 1 }
      let shifted = hp << 1 | 1
      vp = (hn << 1) | ~(d0 | shifted)
      vn = shifted & d0
      previous = pm
    }
    return score
  }
}

/// One bit per letter (folded to 64): how many bits differ bounds the edit distance from below.
func letterMask(_ codes: some Sequence<UInt8>) -> UInt64 {
  codes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
}
