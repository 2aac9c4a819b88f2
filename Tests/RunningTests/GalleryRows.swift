import Model

let galleryOfValues: [GalleryEntry] = [
  GalleryEntry(
    .badCharacter, "Half a character.",
    GalleryFile(
      "meisai.csv",
      bytes: {
        Array((galleryHeader + mihon + "\n2026/11/20,ﾚｲｼﾞ ").utf8) + [0xE3, 0x81]
          + Array(",,1000,106480\n".utf8)
      })),
  GalleryEntry(.badDate, "A thirteenth month.", .bank("meisai.csv", "2026/13/19,ﾐﾎﾝ,,1,1")),
  GalleryEntry(
    .impossibleEraYear, "A year of the era that is still to come.", .notice(date: "131119")),
  GalleryEntry(.badAmount, "Letters for digits.", .bank("meisai.csv", "2026/11/19,ﾐﾎﾝ,,1O0,1")),
  GalleryEntry(
    .amountOverflow, "Twenty digits.",
    .deposits("deposits.csv", "D1,2026-11-19,2026-11-19,99999999999999999999,ﾐﾎﾝ ﾊﾅｺ,,,,")),
  GalleryEntry(
    .badCode, "A reversal flag of 2.",
    .deposits("deposits.csv", "D1,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,,,,2")),
  GalleryEntry(
    .missingValue, "Neither of the two amounts.", .bank("meisai.csv", "2026/11/19,ﾐﾎﾝ,,,1")),
  GalleryEntry(
    .dayOutOfPeriod, "A row of October in a file of November.", .notice(date: "081019")),
  GalleryEntry(.notJPY, "An entry in dollars.", .camt([("Ccy=\"JPY\"", "Ccy=\"USD\"")])),
  GalleryEntry(.notBooked, "An entry that is pending.", .camt([("BOOK", "PDNG")])),
  GalleryEntry(
    .unsignedAmountNegative, "A minus where 入払区分 says the direction.",
    GalleryFile(
      "bizstation.csv", bizStation + "9900,,101,,1,12345,,081119,1,11,-5480,0,,,,ﾐﾎﾝ ﾊﾅｺ,,,,\n")),
  GalleryEntry(
    .batchDoesNotSum, "A batch whose parts are less than the whole.",
    .camt([
      (
        "</Ntry>",
        "<NtryDtls><TxDtls><Amt Ccy=\"JPY\">3000</Amt></TxDtls><TxDtls><Amt Ccy=\"JPY\">2000</Amt>"
          + "</TxDtls></NtryDtls></Ntry>"
      )
    ])),
]

private let bizStation =
  "金融機関コード,金融機関名,支店コード,支店名,科目,口座番号,口座名,取引日,入払区分,取引区分,取引金額,内他店券金額,"
  + "手形・小切手区分,手形・小切手番号,振込依頼人番号,振込依頼人名,仕向金融機関名,仕向支店名,摘要,EDI情報\n"

private let broken: [GalleryFile] = [
  .bank("meisai.csv", mihon, "2026/11/19,振込 ﾚｲｼﾞ ﾀﾛｳ,,1000,107000", later)
]

let galleryOfControls: [GalleryEntry] = [
  GalleryEntry(.controlFailed, "A trailer that counts two rows of one.", .notice(count: 2)),
  GalleryEntry(.balanceBreak, "A balance that does not follow from the row before.", broken[0]),
  GalleryEntry(
    .rowOrderUnclear, "Balances that follow in neither direction.",
    .bank(
      "meisai.csv", "2026/11/19,ｱ,,1,10", "2026/11/19,ｲ,,2,500", "2026/11/19,ｳ,,3,7",
      "2026/11/19,ｴ,,4,90000")),
  GalleryEntry(
    .continuityBreak, "Two days whose balances do not meet.",
    .bank("meisai-1119.csv", mihon, reiji), .bank("meisai-1120.csv", "2026/11/20,ﾀﾒｼ,,500,99999")),
  GalleryEntry(
    .controlOverridden, "A person has the file with the broken balance posted.", broken[0],
    isOverridden: true),
  GalleryEntry(
    .fileSuperseded, "The file with the broken balance again, after the corrected one.",
    broken[0], .bank("meisai-new.csv", mihon, reiji, later), broken[0]),
]

let galleryOfLedger: [GalleryEntry] = [
  GalleryEntry(
    .rowConflict, "A deposit_id that comes again with another amount.",
    .deposits("deposits.csv", "D1,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,,,,"),
    .deposits("deposits-2.csv", "D1,2026-11-19,2026-11-19,5490,ﾐﾎﾝ ﾊﾅｺ,,,,")),
  GalleryEntry(
    .orderConflict, "An order whose amount is another in the next export.",
    .orders("orders-1.csv", order(5_480)), .orders("orders-2.csv", order(6_480))),
  GalleryEntry(
    .orderRepeatedDiffers, "One order with two amounts in one export.",
    .orders("orders.csv", order(5_480), order(6_480))),
  GalleryEntry(
    .nameDiffersAcrossFormats, "The notice says MIHON HANAKO, the statement ﾍﾞﾂﾉ ﾋﾄ.",
    .notice(), .bank("meisai.csv", "2026/11/19,振込 ﾍﾞﾂﾉ ﾋﾄ,,5480,105480", later)),
  GalleryEntry(
    .possibleTwin, "An equal row in a second notice, under another number.", .notice(),
    .notice([(payer: "MIHON HANAKO", number: "000009")])),
  GalleryEntry(
    .equalPaymentCounted, "An equal deposit with a deposit_id of its own.",
    .deposits("deposits.csv", "D1,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,,,,"),
    .deposits("deposits-2.csv", "D2,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,,,,")),
  GalleryEntry(
    .duplicateCopy, "One deposit_id twice in a file, the rows equal.",
    .deposits(
      "deposits.csv", "D1,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,,,,",
      "D1,2026-11-19,2026-11-19,5480,ﾐﾎﾝ ﾊﾅｺ,,,,")),
  GalleryEntry(
    .rowVanished, "A later file of the day lacks a row.",
    .bank(
      "meisai-1.csv", "2026/11/19,ﾐﾎﾝ,,100,", "2026/11/19,ﾚｲｼﾞ,,200,", "2026/11/20,ﾀﾒｼ,,5,"),
    .bank("meisai-2.csv", "2026/11/19,ﾚｲｼﾞ,,200,", "2026/11/20,ﾀﾒｼ,,5,")),
]
