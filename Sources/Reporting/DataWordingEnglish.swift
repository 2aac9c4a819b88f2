import Model

/// What was found, as a clause without a full stop.
func foundInEnglish(_ fault: DataFault) -> String {
  switch fault {
  case .emptyFile: "the file is empty"
  case .unreadableFile: "the file cannot be read"
  case .unknownFormat: "the file fits none of the known formats"
  case .notAStatement: "the file is neither a statement nor an order export"
  case .wrongEncoding: "the text encoding is not the one this format uses"
  case .truncated: "the file ends in the middle"
  case .headerWithoutRows: "there is a header but no data row"
  case .headerChanged: "the header differs from the one known for this format"
  case .accountUnclear: "the file does not say which account it is of"
  case .fileAlreadyKnown: "the same file was imported before"
  case .pageMissing: "a page of a divided statement has not arrived"
  case .markedAsCopy: "the bank marks this statement as a copy or a repetition"
  case .duplicateCopy: "the file holds this row twice, under one reference of the bank"
  case .zipDamaged: "the ZIP is damaged or packed in a way that is not supported"
  case .zipEncrypted: "the ZIP is protected by a password"
  case .zipTooLarge: "the ZIP unpacks to more than the limit"
  case .zipMemberName: "the ZIP holds a folder, a link, or two files of one name"
  case .statementMissing: "the numbers of the statements do not follow one another"
  case .headerWithoutBody: "there is a message header without a message (a request, not a result)"
  case .recordLength: "a record has the wrong length"
  case .recordSequence: "the records are not in the order the format demands"
  case .unbalancedQuote: "a quotation mark is never closed"
  case .lineTooLong: "a line is longer than the limit"
  case .tooManyColumns: "there are more columns than the limit"
  case .columnCount: "the number of columns differs from the header's"
  case .nulByte: "there is a NUL byte (value 0)"
  case .trailingBytes: "data follows after the end"
  case .doctypeRefused: "the XML has a DOCTYPE and is refused for safety"
  case .xmlMalformed: "the XML is not well-formed"
  case .xmlTooDeep: "the XML is nested too deeply"
  case .xmlTextTooLong: "a text in the XML is longer than the limit"
  case .unknownMessage: "the XML message is of an unknown kind"
  case .unknownVersion: "the version of the format is unknown"
  case .severalDocuments: "one file holds several documents"
  case .badCharacter: "there is a character that is not allowed"
  case .badDate: "this is not a date"
  case .impossibleEraYear: "the year does not exist in its era"
  case .badAmount: "this is not an amount"
  case .amountOverflow: "the amount is too large"
  case .badCode: "the code is not defined"
  case .missingValue: "a required value is missing"
  case .dayOutOfPeriod: "the day lies outside the statement's period"
  case .notJPY: "the currency is not yen"
  case .notBooked: "the entry is not booked yet"
  case .unsignedAmountNegative: "an amount that carries no sign is negative"
  case .batchDoesNotSum: "the parts do not add up to the batch amount"
  case .controlFailed: "count or sum does not agree with the file's own control record"
  case .balanceBreak: "the balances do not connect"
  case .rowOrderUnclear: "it is unclear whether rows run from old to new or from new to old"
  case .rowConflict: "the row differs from the same row as imported before"
  case .orderConflict: "rows with the same order number differ"
  case .orderRepeatedDiffers: "an order is repeated with another amount or content"
  case .nameDiffersAcrossFormats: "the payer's name differs from another file's for this payment"
  case .possibleTwin: "the row equals a known payment and may be the same or another one"
  case .equalPaymentCounted: "equal to a known payment in day and amount, counted as another one"
  case .rowVanished: "an entry imported before is missing from this statement"
  case .continuityBreak: "the balance does not join that of another file of this account"
  case .fileSuperseded: "files that came later prove all days of this one by their balances"
  case .controlOverridden: "a person had it posted although a control failed"
  case .netDiffers: "net is not gross minus fee"
  case .payoutTotalDiffers: "the lines do not add up to the payout that the file states"
  }
}

/// What to do next, as a sentence without a full stop.
func adviceInEnglish(_ fault: DataFault) -> String {
  switch fault {
  case .emptyFile, .headerWithoutRows:
    "If nothing was booked that day nothing needs doing; otherwise download it again"
  case .unreadableFile: "Check permissions and damage, then put the file back"
  case .unknownFormat:
    "Export it in one of the formats of `keshikomi formats list`, or describe a CSV: "
      + "`keshikomi formats new FILE` proposes a profile "
      + "(with --settlement PROVIDER that of a settlement report)"
  case .notAStatement: "Compare with the list of formats and export it again in one of them"
  case .wrongEncoding, .badCharacter:
    "Use the original file, not one saved again by a spreadsheet program"
  case .truncated, .unbalancedQuote, .trailingBytes, .xmlMalformed, .recordLength,
    .recordSequence:
    "It may have been damaged on the way: fetch it from the bank again"
  case .headerChanged:
    "The bank may have changed its layout: check the columns; for a file that is refused "
      + "`keshikomi formats new FILE` proposes a profile of the new one"
  case .accountUnclear: "Fetch a statement from the bank that states the account number"
  case .fileAlreadyKnown, .duplicateCopy: "Nothing was posted twice; nothing needs doing"
  case .markedAsCopy:
    "Nothing of it was posted. If the original was imported, take this file out of the inbox; if not, fetch the original from the bank"
  case .zipDamaged: "Nothing of it was taken: fetch it again, or unpack it and put in the files"
  case .zipEncrypted: "Nothing of it was taken: unpack it with the password and put in the files"
  case .zipTooLarge: "Nothing of it was taken: if it is genuine, unpack it and put in the files"
  case .zipMemberName: "Nothing of it was taken: unpack it and put the statements in one by one"
  case .lineTooLong, .tooManyColumns, .xmlTooDeep, .xmlTextTooLong:
    "Export a shorter period, or check whether this is the right file"
  case .pageMissing: "Get the missing page from the bank and import it"
  case .statementMissing: "Get the statements with the missing numbers and import them"
  case .headerWithoutBody: "Put in the file that the bank sent in answer to the request"
  case .columnCount, .nulByte: "Look at this row in the original, then import a correct file"
  case .doctypeRefused: "Make sure that this is the file the bank issued"
  case .unknownMessage, .unknownVersion:
    "Export the statement (camt.053 or similar) in a version that is supported"
  case .severalDocuments: "Put each document in a file of its own"
  case .badDate, .impossibleEraYear, .badAmount, .amountOverflow, .badCode, .missingValue,
    .unsignedAmountNegative:
    "The row was left out: check the value in the original, then import a correct file"
  case .dayOutOfPeriod: "Check which period was exported"
  case .notJPY: "Only yen are handled here: book this one separately"
  case .notBooked: "It will be taken once it is booked; nothing needs doing"
  case .batchDoesNotSum: "Ask the bank for the parts of this batch"
  case .controlFailed, .balanceBreak:
    "That part was not posted: fetch the period again and look for a missing or extra row"
  case .rowOrderUnclear: "Export it with balances, or as Zengin or camt, which tell their order"
  case .rowConflict: "The row imported first was kept: compare the two files"
  case .orderConflict, .orderRepeatedDiffers:
    "Check the order in the shop's system and export it again"
  case .nameDiffersAcrossFormats:
    "The earlier name was kept: check that the clearing is still right"
  case .possibleTwin:
    "The row was not posted: a statement that holds this whole day and a later one settles it by "
      + "itself; if it is urgent, count the payments on the bank's screen"
  case .equalPaymentCounted:
    "The bank's reference, the balance or the name says so: compare the two rows"
  case .rowVanished:
    "It was undone, or the statement was made with other conditions: look at the day at the bank"
  case .continuityBreak:
    "Rows are missing or extra between the two: download the days between, or these days again, "
      + "and put them into the inbox; this file stays there and is posted by itself once it joins"
  case .fileSuperseded:
    "Its own faults are mended with that, and it leaves the inbox; nothing needs doing"
  case .controlOverridden:
    "It stands in the ledger with name and reason; correct the file's cause before the next one"
  case .netDiffers, .payoutTotalDiffers:
    "Nothing of the file was taken. Download it again; if it stays so, ask the provider and send the line"
  }
}
