import Model

func sampleFiles() -> [FileLine] {
  [goodStatement(), brokenStatement(), orderExport(), refusedFile(), knownFile()]
}

private let sampleHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

private func goodStatement() -> FileLine {
  FileLine(
    name: "zengin_20261124.txt", sha256: sampleHash, sizeBytes: 4_202,
    reading: FileReading(
      kind: .statement, formatID: "zengin-01", encoding: .cp932,
      accounts: [
        AccountReading(
          account: AccountRef(number: "1234567"), firstDay: Day(iso: "2026-11-24"),
          lastDay: Day(iso: "2026-11-24"), openingBalanceYen: 1_204_500,
          closingBalanceYen: 1_498_877)
      ],
      controls: [
        ControlCheck(kind: .creditCount, accountIndex: 0, stated: 19, computed: 19, outcome: .ok),
        ControlCheck(
          kind: .creditSum, accountIndex: 0, stated: 390_115, computed: 390_115, outcome: .ok),
        ControlCheck(
          kind: .balanceChain, accountIndex: 0, stated: nil, computed: 0, outcome: .absent),
      ],
      findings: [
        DataFinding(
          .badDate, .rejectsRow, place: SourcePlace(record: 9, line: 11, column: 3, field: "起算日"),
          value: "081332", expected: "YYMMDD")
      ], rowsRead: 20, rowsRejected: 1),
    accountKeys: ["0005-123-1-1234567"], newRows: 19, knownRows: 1)
}

private func brokenStatement() -> FileLine {
  FileLine(
    name: "meisai_1120.csv", sha256: sampleHash, sizeBytes: 982,
    reading: FileReading(
      kind: .statement, formatID: "smbc-personal", encoding: .cp932,
      accounts: [
        AccountReading(
          account: AccountRef(number: "7654321"), firstDay: Day(iso: "2026-11-16"),
          lastDay: Day(iso: "2026-11-19"), openingBalanceYen: 80_000, closingBalanceYen: 101_100,
          stopsFromRecord: 14)
      ],
      controls: [
        ControlCheck(
          kind: .balanceChain, accountIndex: 0, stated: nil, computed: 1, outcome: .failed)
      ],
      findings: [
        DataFinding(
          .balanceBreak, .stopsPosting, place: SourcePlace(record: 14, line: 15, field: "残高"),
          value: "101100", expected: "98900", otherLine: 14, differenceYen: 2_200, accountIndex: 0)
      ], rowsRead: 16), accountKeys: ["0033-001-1-7654321"], newRows: 13, notPostedRows: 3)
}

private func orderExport() -> FileLine {
  FileLine(
    name: "orders_20261124.csv", sha256: sampleHash, sizeBytes: 20_480,
    reading: FileReading(kind: .orders, formatID: "neutral-orders", encoding: .utf8, rowsRead: 45),
    newRows: 12, knownRows: 33)
}

private func refusedFile() -> FileLine {
  FileLine(
    name: "<b>nyukin</b>.xml", sha256: sampleHash, sizeBytes: 310,
    reading: FileReading(
      kind: .unknown, findings: [DataFinding(.doctypeRefused, .refusesFile)]))
}

private func knownFile() -> FileLine {
  FileLine(
    name: "zengin_20261123.txt", sha256: sampleHash, sizeBytes: 3_900,
    reading: FileReading(kind: .statement, formatID: "zengin-01"), wasKnown: true)
}
