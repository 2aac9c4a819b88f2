/// A name in kanji (as an order shows it) and in full-width katakana.
struct WrittenName: Sendable {
  var kanji: String
  var kana: String
}

/// Invented people and companies. Surnames and given names come half from short lists with a
/// steep frequency and half from composed parts, so that the same name turns up about as often
/// as it does in a real customer base: seldom, but often enough to matter.
struct NameSource: Sendable {
  static let shared = NameSource()

  let surnames: [WrittenName]
  let surnameWeights: [Int]
  let surnameHeads: [WrittenName]
  let surnameTails: [WrittenName]
  let givenNames: [WrittenName]
  let givenWeights: [Int]
  let givenHeads: [WrittenName]
  let givenTails: [WrittenName]
  let companyHeads: [WrittenName]
  let companyTails: [WrittenName]

  private init() {
    surnames = NameSource.pairs(commonSurnames)
    surnameWeights = NameSource.rankWeights(surnames.count)
    surnameHeads = NameSource.pairs(surnameHeadText)
    surnameTails = NameSource.pairs(surnameTailText)
    givenNames = NameSource.pairs(commonGivenNames)
    givenWeights = NameSource.rankWeights(givenNames.count)
    givenHeads = NameSource.pairs(givenHeadText)
    givenTails = NameSource.pairs(givenTailText)
    companyHeads = NameSource.pairs(companyHeadText)
    companyTails = NameSource.pairs(companyTailText)
  }

  func surname(_ random: inout SeededRandom) -> WrittenName {
    if random.chance(perMille: 520) { return surnames[random.weighted(surnameWeights)] }
    return joined(random.pick(surnameHeads), random.pick(surnameTails))
  }

  func givenName(_ random: inout SeededRandom) -> WrittenName {
    if random.chance(perMille: 380) { return givenNames[random.weighted(givenWeights)] }
    return joined(random.pick(givenHeads), random.pick(givenTails))
  }

  func company(_ random: inout SeededRandom) -> WrittenName {
    let head = random.pick(companyHeads)
    let isLong = random.chance(perMille: 850)
    let name = isLong ? joined(head, random.pick(companyHeads)) : head
    return joined(name, random.pick(companyTails))
  }

  private func joined(_ a: WrittenName, _ b: WrittenName) -> WrittenName {
    WrittenName(kanji: a.kanji + b.kanji, kana: a.kana + b.kana)
  }

  private static func pairs(_ text: String) -> [WrittenName] {
    text.split(whereSeparator: { $0 == "\n" || $0 == " " }).map { item in
      let parts = item.split(separator: "/")
      precondition(parts.count == 2, "name list: \(item)")
      return WrittenName(kanji: String(parts[0]), kana: String(parts[1]))
    }
  }

  /// Running sums of weights that fall with the rank, as the frequency of names does.
  private static func rankWeights(_ count: Int) -> [Int] {
    var sum = 0
    return (0..<count).map { rank in
      sum += 10_000 / (rank + 9)
      return sum
    }
  }
}

private let commonSurnames = """
  佐藤/サトウ 鈴木/スズキ 高橋/タカハシ 田中/タナカ 伊藤/イトウ 渡辺/ワタナベ 山本/ヤマモト 中村/ナカムラ
  小林/コバヤシ 加藤/カトウ 吉田/ヨシダ 山田/ヤマダ 佐々木/ササキ 山口/ヤマグチ 松本/マツモト 井上/イノウエ
  木村/キムラ 林/ハヤシ 斎藤/サイトウ 清水/シミズ 山崎/ヤマザキ 森/モリ 池田/イケダ 橋本/ハシモト 阿部/アベ
  石川/イシカワ 前田/マエダ 藤田/フジタ 小川/オガワ 後藤/ゴトウ 岡田/オカダ 長谷川/ハセガワ 村上/ムラカミ
  近藤/コンドウ 石井/イシイ 坂本/サカモト 遠藤/エンドウ 青木/アオキ 藤井/フジイ 西村/ニシムラ 福田/フクダ
  太田/オオタ 三浦/ミウラ 藤原/フジワラ 岡本/オカモト 松田/マツダ 中川/ナカガワ 中野/ナカノ 原田/ハラダ
  小野/オノ 田村/タムラ 竹内/タケウチ 金子/カネコ 和田/ワダ 中山/ナカヤマ 石田/イシダ 上田/ウエダ 森田/モリタ
  原/ハラ 柴田/シバタ 酒井/サカイ 工藤/クドウ 横山/ヨコヤマ 宮崎/ミヤザキ 宮本/ミヤモト 内田/ウチダ 高木/タカギ
  安藤/アンドウ 島田/シマダ 谷口/タニグチ 大野/オオノ 高田/タカダ 丸山/マルヤマ 今井/イマイ 河野/コウノ
  小島/コジマ 藤本/フジモト 村田/ムラタ 武田/タケダ 上野/ウエノ 杉山/スギヤマ 増田/マスダ 平野/ヒラノ
  大塚/オオツカ 千葉/チバ 久保/クボ 松井/マツイ 小山/コヤマ 岩崎/イワサキ 野口/ノグチ 菅原/スガワラ 新井/アライ
  東/アズマ 関/セキ 南/ミナミ 辻/ツジ 堀/ホリ 菊池/キクチ 星野/ホシノ 浜田/ハマダ 服部/ハットリ 水野/ミズノ
  """
private let surnameHeadText = """
  秋/アキ 朝/アサ 芦/アシ 粟/アワ 泉/イズミ 磯/イソ 市/イチ 稲/イナ 岩/イワ 梅/ウメ 江/エ 榎/エノキ 大/オオ 岡/オカ
  荻/オギ 奥/オク 柿/カキ 樫/カシ 勝/カツ 門/カド 金/カナ 鎌/カマ 上/カミ 川/カワ 北/キタ 絹/キヌ 草/クサ 葛/クズ
  熊/クマ 黒/クロ 桑/クワ 小/コ 駒/コマ 桜/サクラ 笹/ササ 塩/シオ 篠/シノ 白/シラ 菅/スガ 杉/スギ 芹/セリ 高/タカ
  滝/タキ 竹/タケ 谷/タニ 津/ツ 寺/テラ 徳/トク 鳥/トリ 長/ナガ 梨/ナシ 西/ニシ 沼/ヌマ 根/ネ 萩/ハギ 畑/ハタ
  花/ハナ 浜/ハマ 早/ハヤ 久/ヒサ 平/ヒラ 深/フカ 福/フク 古/フル 星/ホシ 細/ホソ 前/マエ 牧/マキ 町/マチ 水/ミズ
  """
private let surnameTailText = """
  田/タ 川/カワ 山/ヤマ 野/ノ 原/ハラ 村/ムラ 沢/サワ 崎/サキ 島/シマ 本/モト 井/イ 木/キ 尾/オ 谷/タニ 森/モリ 岡/オカ
  浦/ウラ 橋/ハシ 塚/ヅカ 瀬/セ 部/ベ 見/ミ 口/グチ 場/バ 坂/サカ 越/コシ 倉/クラ 宮/ミヤ 池/イケ 内/ウチ
  """
private let commonGivenNames = """
  誠/マコト 浩/ヒロシ 健一/ケンイチ 直樹/ナオキ 隆/タカシ 学/マナブ 大輔/ダイスケ 翔太/ショウタ 拓也/タクヤ
  健太/ケンタ 洋子/ヨウコ 恵子/ケイコ 由美子/ユミコ 幸子/サチコ 久美子/クミコ 陽子/ヨウコ 裕子/ユウコ 明美/アケミ
  美咲/ミサキ 愛/アイ 彩/アヤ 舞/マイ 和子/カズコ 真由美/マユミ 智子/トモコ 京子/キョウコ 剛/ツヨシ 修/オサム
  茂/シゲル 淳/ジュン 亮/リョウ 大樹/ダイキ 蓮/レン 結衣/ユイ 優子/ユウコ 絵美/エミ 一郎/イチロウ 豊/ユタカ
  """
private let givenHeadText = """
  明/アキ 篤/アツ 栄/エイ 一/カズ 勝/カツ 公/キミ 邦/クニ 賢/ケン 幸/コウ 貞/サダ 悟/サト 滋/シゲ 俊/シュン 純/ジュン
  進/シン 祐/スケ 澄/スミ 孝/タカ 武/タケ 忠/タダ 千/チ 常/ツネ 輝/テル 時/トキ 利/トシ 友/トモ 奈/ナ 直/ナオ 信/ノブ
  則/ノリ 晴/ハル 英/ヒデ 弘/ヒロ 史/フミ 文/フミ 正/マサ 光/ミツ 美/ミ 宗/ムネ 基/モト 康/ヤス 雪/ユキ 義/ヨシ 莉/リ
  """
private let givenTailText = """
  夫/オ 雄/オ 男/オ 彦/ヒコ 也/ヤ 樹/キ 介/スケ 太/タ 平/ヘイ 郎/ロウ 人/ト 之/ユキ 治/ハル 司/シ 志/シ 助/スケ 吾/ゴ
  子/コ 美/ミ 江/エ 代/ヨ 奈/ナ 香/カ 穂/ホ 織/オリ 乃/ノ 里/リ 紀/キ 絵/エ 華/カ 葉/ハ 音/ネ 真/マ 津/ツ 瑠/ル
  """
private let companyHeadText = """
  青葉/アオバ 若竹/ワカタケ 三ツ星/ミツボシ 東雲/シノノメ 白樺/シラカバ 北斗/ホクト 瀬戸/セト 日の出/ヒノデ
  丸福/マルフク 大和/ヤマト 武蔵/ムサシ 常磐/トキワ 黒潮/クロシオ 穂高/ホタカ 蔵王/ザオウ 石狩/イシカリ
  紀州/キシュウ 播磨/ハリマ 信濃/シナノ 筑紫/ツクシ オリオン/オリオン グリーン/グリーン サンライズ/サンライズ
  ミライ/ミライ アルファ/アルファ コスモ/コスモ ハーベスト/ハーベスト リバーサイド/リバーサイド
  ノース/ノース フォレスト/フォレスト ブルー/ブルー プラネット/プラネット
  """
private let companyTailText = """
  商事/ショウジ 商会/ショウカイ 工業/コウギョウ 産業/サンギョウ 建設/ケンセツ 電機/デンキ 製作所/セイサクショ
  食品/ショクヒン 水産/スイサン 農園/ノウエン 印刷/インサツ 運輸/ウンユ 物産/ブッサン 薬局/ヤッキョク
  デザイン/デザイン システム/システム フーズ/フーズ サービス/サービス トレーディング/トレーディング
  設計/セッケイ 文具/ブング 精機/セイキ 不動産/フドウサン 園芸/エンゲイ 木材/モクザイ 化学/カガク
  """
