/// What an element of a camt message means to the reader.
enum CamtField: UInt8 {
  case none = 0
  case document, message, statement, balance, summary, entry, details
  case header, messageName
  case statementID, electronicNumber, legalNumber
  case pageNumber, isLastPage, copyKind, firstDay, lastDay
  case accountIBAN, accountOther, accountType, accountCurrency, accountName, ownerName
  case bankScheme, bankCode, branchCode
  case balanceKind, balanceSubkind, balanceAmount, balanceDirection, balanceDay
  case totalCount, totalSum, creditCount, creditSum, debitCount, debitSum
  case netAmount, netDirection
  case entryAmount, entryDirection, reversal, status, proprietaryStatus, bookingDay, valueDay
  case entryReference, entryNumber
  case kindDomain, kindFamily, kindSubfamily, kindProprietary, entryText
  case batchCount, batchAmount
  case detailAmount, transactionAmount, detailDirection, detailReference
  case debtor, debtorAgent, ultimateDebtor, creditor, creditorAgent, ultimateCreditor
  case debtorBank, debtorBankCode, debtorBranchName, debtorBranchCode
  case creditorBank, creditorBankCode, creditorBranchName, creditorBranchCode
  case remittance, remittanceReference, detailText
}

/// Paths of camt.052, .053 and .054, versions .001.01 to .001.12, in one table: where a version
/// moved an element, both places lead to the same field, so the version is asked for nothing.
/// - .01: `TxDtls` and `Btch` directly under `Ntry`, a bare code under `Bal/Tp`, `NmAndAdr/Nm` of a
///   bank, `PrtryAcct` and `BBAN` of an account, `RfrdDocNb`, `CdtrRef`
/// - .03: `TxDtls/Amt` beside `AmtDtls/TxAmt/Amt`, `BICFI` beside `BIC`, `StmtPgntn`
/// - .04: `TtlNetNtry/Amt` beside `TtlNetNtryAmt`
/// - .07: `Sts/Cd` beside `Sts`, `Dbtr/Pty/Nm` beside `Dbtr/Nm`
let camtPaths = XMLPathTable(
  camtHeaderPaths + camtEntryPaths.map { (camtStatementPath + "/Ntry" + $0, $1.rawValue) }
    + camtDetailPaths.map { (camtStatementPath + "/Ntry/NtryDtls/TxDtls" + $0, $1.rawValue) }
    + camtDetailPaths.map { (camtStatementPath + "/Ntry/TxDtls" + $0, $1.rawValue) })

private let camtMessagePath =
  "Document/BkToCstmrAcctRpt|BkToCstmrStmt|BkToCstmrDbtCdtNtfctn|BkToCstmrAcctRptV01"
  + "|BkToCstmrStmtV01|BkToCstmrDbtCdtNtfctnV01"
private let camtStatementPath = camtMessagePath + "/Rpt|Stmt|Ntfctn"

private let camtHeaderPaths: [(path: String, field: UInt8)] =
  [
    ("AppHdr", CamtField.header.rawValue),
    ("AppHdr/MsgDefIdr", CamtField.messageName.rawValue),
    ("Document", CamtField.document.rawValue), (camtMessagePath, CamtField.message.rawValue),
    (camtMessagePath + "/GrpHdr/MsgPgntn/PgNb", CamtField.pageNumber.rawValue),
    (camtMessagePath + "/GrpHdr/MsgPgntn/LastPgInd", CamtField.isLastPage.rawValue),
  ] + camtStatementPaths.map { (camtStatementPath + $0, $1.rawValue) }

private let camtStatementPaths: [(String, CamtField)] = [
  ("", .statement), ("/Id", .statementID), ("/CpyDplctInd", .copyKind),
  ("/ElctrncSeqNb", .electronicNumber), ("/LglSeqNb", .legalNumber),
  ("/RptPgntn|StmtPgntn|NtfctnPgntn/PgNb", .pageNumber),
  ("/RptPgntn|StmtPgntn|NtfctnPgntn/LastPgInd", .isLastPage),
  ("/FrToDt/FrDtTm|FrDt", .firstDay), ("/FrToDt/ToDtTm|ToDt", .lastDay),
  ("/Acct/Id/IBAN", .accountIBAN), ("/Acct/Id/Othr|PrtryAcct/Id", .accountOther),
  ("/Acct/Id/BBAN|UPIC", .accountOther),
  ("/Acct/Tp/Cd|Prtry", .accountType), ("/Acct/Ccy", .accountCurrency),
  ("/Acct/Nm", .accountName), ("/Acct/Ownr/Nm", .ownerName), ("/Acct/Ownr/Pty/Nm", .ownerName),
  ("/Acct/Svcr/FinInstnId/ClrSysMmbId/ClrSysId/Cd", .bankScheme),
  ("/Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId", .bankCode), ("/Acct/Svcr/BrnchId/Id", .branchCode),
  ("/Bal", .balance), ("/Bal/Tp/CdOrPrtry/Cd", .balanceKind), ("/Bal/Tp/Cd", .balanceKind),
  ("/Bal/Tp/SubTp/Cd", .balanceSubkind), ("/Bal/Amt", .balanceAmount),
  ("/Bal/CdtDbtInd", .balanceDirection), ("/Bal/Dt/Dt|DtTm", .balanceDay),
  ("/TxsSummry", .summary), ("/TxsSummry/TtlNtries/NbOfNtries", .totalCount),
  ("/TxsSummry/TtlNtries/Sum", .totalSum), ("/TxsSummry/TtlNtries/TtlNetNtryAmt", .netAmount),
  ("/TxsSummry/TtlNtries/CdtDbtInd", .netDirection),
  ("/TxsSummry/TtlNtries/TtlNetNtry/Amt", .netAmount),
  ("/TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", .netDirection),
  ("/TxsSummry/TtlCdtNtries/NbOfNtries", .creditCount),
  ("/TxsSummry/TtlCdtNtries/Sum", .creditSum),
  ("/TxsSummry/TtlDbtNtries/NbOfNtries", .debitCount),
  ("/TxsSummry/TtlDbtNtries/Sum", .debitSum),
]

private let camtEntryPaths: [(String, CamtField)] = [
  ("", .entry), ("/Amt", .entryAmount), ("/CdtDbtInd", .entryDirection), ("/RvslInd", .reversal),
  ("/Sts", .status), ("/Sts/Cd", .status), ("/Sts/Prtry", .proprietaryStatus),
  ("/BookgDt/Dt|DtTm", .bookingDay), ("/ValDt/Dt|DtTm", .valueDay),
  ("/AcctSvcrRef", .entryReference), ("/NtryRef", .entryNumber), ("/BkTxCd/Domn/Cd", .kindDomain),
  ("/BkTxCd/Domn/Fmly/Cd", .kindFamily), ("/BkTxCd/Domn/Fmly/SubFmlyCd", .kindSubfamily),
  ("/BkTxCd/Prtry/Cd", .kindProprietary), ("/AddtlNtryInf", .entryText),
  ("/NtryDtls/Btch/NbOfTxs", .batchCount), ("/NtryDtls/Btch/TtlAmt", .batchAmount),
  ("/Btch/NbOfTxs", .batchCount), ("/Btch/TtlAmt", .batchAmount),
]

private let camtDetailPaths: [(String, CamtField)] = [
  ("", .details), ("/Amt", .detailAmount), ("/AmtDtls/TxAmt/Amt", .transactionAmount),
  ("/CdtDbtInd", .detailDirection), ("/Refs/AcctSvcrRef", .detailReference),
  ("/RltdPties/Dbtr/Nm", .debtor), ("/RltdPties/Dbtr/Pty/Nm", .debtor),
  ("/RltdPties/Dbtr/Agt/FinInstnId/Nm", .debtorAgent),
  ("/RltdPties/UltmtDbtr/Nm", .ultimateDebtor), ("/RltdPties/UltmtDbtr/Pty/Nm", .ultimateDebtor),
  ("/RltdPties/Cdtr/Nm", .creditor), ("/RltdPties/Cdtr/Pty/Nm", .creditor),
  ("/RltdPties/Cdtr/Agt/FinInstnId/Nm", .creditorAgent),
  ("/RltdPties/UltmtCdtr/Nm", .ultimateCreditor),
  ("/RltdPties/UltmtCdtr/Pty/Nm", .ultimateCreditor),
  ("/RltdAgts/DbtrAgt/FinInstnId/Nm", .debtorBank),
  ("/RltdAgts/DbtrAgt/FinInstnId/NmAndAdr/Nm", .debtorBank),
  ("/RltdAgts/DbtrAgt/FinInstnId/BIC|BICFI", .debtorBankCode),
  ("/RltdAgts/DbtrAgt/FinInstnId/ClrSysMmbId/MmbId", .debtorBankCode),
  ("/RltdAgts/DbtrAgt/BrnchId/Nm", .debtorBranchName),
  ("/RltdAgts/DbtrAgt/BrnchId/Id", .debtorBranchCode),
  ("/RltdAgts/CdtrAgt/FinInstnId/Nm", .creditorBank),
  ("/RltdAgts/CdtrAgt/FinInstnId/NmAndAdr/Nm", .creditorBank),
  ("/RltdAgts/CdtrAgt/FinInstnId/BIC|BICFI", .creditorBankCode),
  ("/RltdAgts/CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", .creditorBankCode),
  ("/RltdAgts/CdtrAgt/BrnchId/Nm", .creditorBranchName),
  ("/RltdAgts/CdtrAgt/BrnchId/Id", .creditorBranchCode),
  ("/RmtInf/Ustrd", .remittance), ("/RmtInf/Strd/CdtrRefInf/Ref|CdtrRef", .remittanceReference),
  ("/RmtInf/Strd/RfrdDocInf/Nb|RfrdDocNb", .remittanceReference),
  ("/RmtInf/Strd/AddtlRmtInf", .remittanceReference), ("/AddtlTxInf", .detailText),
]
