import Testing

@testable import Recording

private func fold(_ name: String) -> String {
  var text = name
  var key: [UInt8] = []
  text.withUTF8 { PayerKey.append($0, to: &key) }
  return String(decoding: key, as: UTF8.self)
}

/// The slow twin: the same rules by tables of scalars.
private func slowFold(_ name: String) -> String {
  let half = Array("｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ".unicodeScalars)
  let full = Array("。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜".unicodeScalars)
  let small = Array("ァィゥェォッャュョヮヵヶ".unicodeScalars)
  let large = Array("アイウエオツヤユヨワカケ".unicodeScalars)
  let plain = Array("カキクケコサシスセソタチツテトハヒフヘホウ".unicodeScalars)
  let voiced = Array("ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ".unicodeScalars)
  let ha = Array("ハヒフヘホ".unicodeScalars)
  let pa = Array("パピプペポ".unicodeScalars)
  var out: [Unicode.Scalar] = []
  for original in name.unicodeScalars {
    var scalar = original
    if (0xFF01...0xFF5E).contains(scalar.value) { scalar = .init(scalar.value - 0xFEE0)! }
    if let n = half.firstIndex(of: scalar) { scalar = full[n] }
    if let n = small.firstIndex(of: scalar) { scalar = large[n] }
    if "\u{3099}\u{309B}".unicodeScalars.contains(scalar) {
      if let last = out.last, let n = plain.firstIndex(of: last) {
        out[out.count - 1] = voiced[n]
        continue
      }
      scalar = "\u{309B}"
    }
    if "\u{309A}\u{309C}".unicodeScalars.contains(scalar) {
      if let last = out.last, let n = ha.firstIndex(of: last) {
        out[out.count - 1] = pa[n]
        continue
      }
      scalar = "\u{309C}"
    }
    if "-‐‑‒–—―−ー".unicodeScalars.contains(scalar) { scalar = "-" }
    if scalar.value <= 0x20 || "\u{7F}\u{A0}\u{3000}.,、。・'’()".unicodeScalars.contains(scalar) {
      continue
    }
    if ("a"..."z").contains(scalar) { scalar = .init(scalar.value - 32)! }
    out.append(scalar)
  }
  var text = String.UnicodeScalarView()
  text.append(contentsOf: out)
  return String(text)
}

@Test(
  "A payer's name folds to what formats agree on",
  arguments: [
    ("ｱﾍﾞ ｼﾖｳｺ", "アベシヨウコ"), ("アベ　ショウコ", "アベシヨウコ"), ("カ)ト-タル", "カト-タル"),
    ("カ）トータル", "カト-タル"), ("abc.Co,Ltd", "ABCCOLTD"), ("ＡＢＣ・ＣＯ＇ＬＴＤ", "ABCCOLTD"),
    ("ハ\u{3099}ハ\u{309A}ウ゛", "バパヴ"), ("ﾞｱﾟ", "゛ア゜"), ("ヵヶヮッ", "カケワツ"), ("", ""),
    ("山田－太郎", "山田-太郎"), ("ト ゛", "ド"), ("ｶﾞﾞ", "ガ゛"), ("é𠮷", "é𠮷"),
  ])
func folded(_ name: String, _ key: String) {
  #expect(fold(name) == key)
  #expect(slowFold(name) == key)
}

@Test("The fast fold is the slow one on any mix of scalars, and folding twice changes nothing")
func foldTwin() {
  var state: UInt64 = 11
  func draw(_ n: UInt32) -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32(truncatingIfNeeded: state >> 33) % n
  }
  let ranges: [(UInt32, UInt32)] = [
    (0x20, 0x5F), (0xFF00, 0xA0), (0x3099, 0x70), (0x2010, 10), (0x3000, 4), (0x4E00, 0x500),
    (0x2212, 1), (0xA0, 0x60), (0x20000, 9),
  ]
  for _ in 0..<20_000 {
    var text = String.UnicodeScalarView()
    for _ in 0..<draw(12) {
      let (base, count) = ranges[Int(draw(UInt32(ranges.count)))]
      text.append(Unicode.Scalar(base + draw(count))!)
    }
    let name = String(text)
    let key = fold(name)
    if key != slowFold(name) || fold(key) != key {
      Issue.record("\(name.unicodeScalars.map { String($0.value, radix: 16) })")
    }
  }
}
