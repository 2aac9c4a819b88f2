import Model

/// Reads camt.052, .053 and .054. Called for any file that begins with `<`: other XML is refused
/// with the fault that fits. Entries go to the sink as they are read; whether a statement may be
/// posted is known at its end and told in `accounts[].stopsFromRecord`. Linear in the file, memory
/// constant but for the details of one batch.
func readCamt(
  _ bytes: UnsafeRawBufferPointer, context: ReadingContext, sink: RowSink,
  driver: XMLDriver = .scanner
) -> FileReading {
  let stream = CamtStream(context: context, sink: sink, driver: driver)
  var start = isUTF16(bytes) ? 0 : bytes.firstIndex(of: 0x3C) ?? 0
  var refusal: XMLRefusal?
  while refusal == nil, start < bytes.count {
    (refusal, start) = stream.read(bytes, from: start)
    while start < bytes.count, bytes[start] != 0x3C { start += 1 }
  }
  return stream.reading(after: refusal)
}

extension CamtStream {
  /// The outcome, once the file was walked through.
  func reading(after refusal: XMLRefusal?) -> FileReading {
    if let refusal {
      note(refusal)
    } else {
      noteRequest()
      closePages()
      closeNumbers()
    }
    if refusal == nil, message == nil, book.refuse(.headerWithoutBody) {
      // The request is all there is.
    } else if refusal == nil, message == nil {
      book.add(
        DataFinding(
          .unknownMessage, .refusesFile, place: SourcePlace(line: 1), expected: camtExpected))
    } else if refusal == nil, book.accounts.isEmpty {
      book.add(DataFinding(.headerWithoutRows, .note, place: SourcePlace(line: 1)))
    }
    book.finish()
    let isStatement = message != nil && !book.isRefused
    return FileReading(
      kind: isStatement ? .statement : .unknown,
      formatID: message.map { "camt-" + $0 } ?? "", encoding: .xml,
      accounts: book.accounts, controls: book.controls, findings: book.findings,
      rowsRead: rowsRead, rowsRejected: rowsRejected, rowsSkipped: rowsSkipped,
      isIncremental: message == "052" || message == "054")
  }

  private func note(_ refusal: XMLRefusal) {
    let here = SourcePlace(line: line)
    switch refusal {
    case .doctype: refuse(.doctypeRefused, here, nil, nil)
    case .tooDeep: refuse(.xmlTooDeep, here, nil, "≤ \(XMLStream.maxDepth)")
    case .textTooLong: refuse(.xmlTextTooLong, here, nil, "≤ \(XMLStream.maxTextBytes)")
    case .malformed(let line, let byte):
      refuse(.xmlMalformed, SourcePlace(line: line, byte: byte), nil, nil)
    case .severalDocuments: refuse(.severalDocuments, here, nil, "1")
    case .byReader: break
    }
  }

  func refuse(_ fault: DataFault, _ place: SourcePlace, _ value: String?, _ expected: String?) {
    book.add(
      DataFinding(
        fault, .refusesFile, place: place, value: value,
        expected: expected))
  }
}

let camtExpected = "camt.052, camt.053, camt.054 (.001.01-.001.12)"
