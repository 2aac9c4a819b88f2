import Model
import TestKit

let galleryOfFiles: [GalleryEntry] = [
  GalleryEntry(.emptyFile, "An empty file.", GalleryFile("meisai.csv", "")),
  GalleryEntry(
    .unreadableFile, "A path at which there is nothing.",
    GalleryFile("gone.csv", bytes: { throw CancellationError() })),
  GalleryEntry(
    .unknownFormat, "A letter.", GalleryFile("letter.txt", "Dear customer,\nhello\n")),
  GalleryEntry(.notAStatement, "A Zengin file of transfers to be made.", .notice(kind: "21")),
  GalleryEntry(
    .wrongEncoding, "A CSV saved as UTF-16.",
    GalleryFile("meisai.csv", bytes: { [0xFF, 0xFE] + Array("a,b".utf8).flatMap { [$0, 0] } })),
  GalleryEntry(
    .truncated, "A bank's CSV that ends within a row.",
    GalleryFile("meisai.csv", galleryHeader + mihon + "\n2026/11/20,振込 ﾚｲ")),
  GalleryEntry(.headerWithoutRows, "Nothing below the header.", .bank()),
  GalleryEntry(
    .headerChanged, "A bank renamed a column.",
    GalleryFile("meisai.csv", "年月日,お引出し,お預入れ,お取り扱い,残高\n" + mihon + "\n")),
  GalleryEntry(
    .accountUnclear, "A CSV that names no account, beside an account that it may be of.",
    GalleryFile("meisai.csv", "取引日,摘要,入出金額,残高\n2026/11/19,振込 ﾐﾎﾝ ﾊﾅｺ,5480,105480\n")),
  GalleryEntry(
    .fileAlreadyKnown, "The same file again under another name.", .bank("meisai.csv", mihon),
    .bank("meisai (1).csv", mihon)),
  GalleryEntry(
    .pageMissing, "The first of several pages alone.",
    .camt([("<Stmt>", "<Stmt><StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>")])),
  GalleryEntry(
    .markedAsCopy, "A statement that says of itself that it is a copy.",
    .camt([("<Id>1</Id>", "<Id>1</Id><CpyDplctInd>DUPL</CpyDplctInd>")])),
  GalleryEntry(
    .statementMissing, "Statements 7 and 9.",
    .camt([
      ("<Id>1</Id>", "<Id>1</Id><ElctrncSeqNb>7</ElctrncSeqNb>"),
      (
        "</Stmt>",
        "</Stmt>"
          + galleryStatement.replacing(
            "<Id>1</Id>", with: "<Id>1</Id><ElctrncSeqNb>9</ElctrncSeqNb>")
          + galleryEntry.replacing("11-19", with: "11-20") + "</Stmt>"
      ),
    ])),
  GalleryEntry(
    .headerWithoutBody, "A ZEDI header alone.",
    GalleryFile(
      "zedi.xml",
      "<AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.01\">"
        + "<MsgDefIdr>camt.054.001.02</MsgDefIdr></AppHdr>\n")),
  GalleryEntry(
    .netDiffers, "A settlement in which one net is not gross minus fee.",
    GalleryFile(
      "card.csv",
      "line_id,date,order_id,type,gross,fee,net,payout_batch\n"
        + "K1,2026-11-19,A1,sale,5000,180,4821,B-1\n")),
  GalleryEntry(
    .payoutTotalDiffers, "A settlement whose lines are not the payout that it states.",
    GalleryFile(
      "card.csv",
      "line_id,date,order_id,type,gross,fee,net,payout_batch\n"
        + "K1,2026-11-19,A1,sale,5000,180,4820,B-1\n"
        + "K2,2026-11-19,,payout,-4800,0,-4800,B-1\n")),
]

let galleryOfZips: [GalleryEntry] = [
  GalleryEntry(
    .zipDamaged, "A checksum that does not fit.",
    .zip("statements.zip", ZipBuilder.Member("a.csv", [1], checksum: 7))),
  GalleryEntry(
    .zipEncrypted, "A member with a password.",
    .zip("statements.zip", ZipBuilder.Member("a.csv", [1], flags: 1))),
  GalleryEntry(
    .zipTooLarge, "A member that says it has 4 GB.",
    .zip("statements.zip", ZipBuilder.Member("a.csv", [1], statedSize: 0xFFFF_FFF0))),
  GalleryEntry(
    .zipMemberName, "A member that would leave the folder.",
    .zip("statements.zip", ZipBuilder.Member("../a.csv", [1]))),
]

let galleryOfStructure: [GalleryEntry] = [
  GalleryEntry(
    .recordLength, "A Zengin record that lost a byte.",
    .notice { $0.map { $0.first == "2" ? "2" + $0.dropFirst(2) : $0 } }),
  GalleryEntry(
    .recordSequence, "A Zengin data record before the header's.",
    .notice { [$0[0], $0[1], $0[2], $0[1], $0[3]] }),
  GalleryEntry(
    .unbalancedQuote, "A quotation mark without its partner.",
    .bank("meisai.csv", mihon, "2026/11/19,\"振込 ﾚｲｼﾞ,,1000,106480", later)),
  GalleryEntry(
    .lineTooLong, "A line of two megabytes.",
    GalleryFile(
      "meisai.csv",
      bytes: {
        Array((galleryHeader + mihon + "\n").utf8) + [UInt8](repeating: 0x41, count: 2 << 20)
      })),
  GalleryEntry(
    .tooManyColumns, "A row of 600 columns.",
    .bank("meisai.csv", mihon, String(repeating: ",", count: 600) + "1")),
  GalleryEntry(.columnCount, "A row of three columns.", .bank("meisai.csv", mihon, "1,2,3", later)),
  GalleryEntry(.nulByte, "A byte of value 0.", .bank("meisai.csv", mihon, "2026/11/20,\0,,1,1")),
  GalleryEntry(
    .trailingBytes, "Zengin data behind the end record.", .notice { $0 + [$0[1]] }),
  GalleryEntry(
    .doctypeRefused, "XML with a DOCTYPE.",
    .camt([("?>\n", "?>\n<!DOCTYPE Document [<!ENTITY a \"b\">]>\n")])),
  GalleryEntry(.xmlMalformed, "An element closed by another.", .camt([("</Ntry>", "</Entry>")])),
  GalleryEntry(
    .xmlTooDeep, "Elements within elements.",
    .camt([("<Ntry>", "<Ntry>" + String(repeating: "<a>", count: 70))])),
  GalleryEntry(
    .xmlTextTooLong, "A text of 100 kB.",
    .camt([("<Id>1</Id>", "<Id>" + String(repeating: "1", count: 100_000) + "</Id>")])),
  GalleryEntry(
    .unknownMessage, "A statement that calls itself a notification.",
    .camt([("camt.053", "camt.054")])),
  GalleryEntry(.unknownVersion, "A version that is not known.", .camt(version: "99")),
  GalleryEntry(
    .severalDocuments, "Two documents without a declaration between them.",
    .camt([("</Document>", "</Document><Document/>")])),
]
