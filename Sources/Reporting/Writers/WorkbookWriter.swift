// The only file of this target that knows floating point: workbook cells are binary doubles, and
// whole yen are exact in them up to 2^53.
internal import CXlsxWriter
import Model

/// Why a workbook could not be written: the library's own words.
public struct WorkbookError: Error, Equatable {
  public var reason: String
}

/// One column of a sheet.
struct SheetColumn {
  enum Kind { case text, wrapped, yen, count, day, moment, toFill }
  /// What a person may write into a cell of a column that is to be filled in.
  enum Answer {
    case text
    /// One of these, from a list.
    case choice([String])
    /// A day from this one on.
    case day(from: Day)
  }
  var name: String
  var width: Int32
  var kind: Kind
  var answer: Answer
  /// Shown beside a cell that is being filled in: at most 255 characters.
  var hint: String

  init(
    _ name: String, _ width: Int32, _ kind: Kind = .text, answer: Answer = .text, hint: String = ""
  ) {
    self.name = name
    self.width = width
    self.kind = kind
    self.answer = answer
    self.hint = hint
  }
}

/// Writes a workbook row by row. Text is always written as text, so no cell can be a formula, and
/// the creation date comes from the caller, so equal input gives equal bytes. Sheets are protected,
/// without a password: only cells that are to be filled in take anything, and what they take is
/// checked; the filter and the widths of columns stay in use.
///
/// The library keeps one row in memory and writes the rest to temporary files. A full disk shows
/// only in `finish`. After an error the calls do nothing, and `finish` throws it.
struct WorkbookWriter: ~Copyable {
  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private let header: UnsafeMutablePointer<lxw_format>?
  private let fillHeader: UnsafeMutablePointer<lxw_format>?
  private let wrapped: UnsafeMutablePointer<lxw_format>?
  private let number: UnsafeMutablePointer<lxw_format>?
  private let day: UnsafeMutablePointer<lxw_format>?
  private let moment: UnsafeMutablePointer<lxw_format>?
  private let toFill: UnsafeMutablePointer<lxw_format>?
  private let dayToFill: UnsafeMutablePointer<lxw_format>?
  private var sheet: UnsafeMutablePointer<lxw_worksheet>?
  private var columns: [SheetColumn] = []
  private var row: UInt32 = 0
  private var column: UInt16 = 0
  private var failure: lxw_error = LXW_NO_ERROR

  init(path: String, title: String, created: Moment) throws(WorkbookError) {
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
    guard let workbook = workbook_new_opt(path, &options) else {
      throw WorkbookError(reason: "the workbook could not be begun")
    }
    self.workbook = workbook
    title.withCString { text in
      var properties = lxw_doc_properties()
      properties.title = UnsafeMutablePointer(mutating: text)
      properties.created = Int(created.secondsTokyo) - 9 * 3_600
      workbook_set_properties(workbook, &properties)
    }
    header = workbook_add_format(workbook)
    fillHeader = workbook_add_format(workbook)
    for format in [header, fillHeader] {
      format_set_bold(format)
      format_set_text_wrap(format)
      format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    }
    format_set_bg_color(header, 0xE9EDF1)
    format_set_bg_color(fillHeader, 0xFBEFCF)
    wrapped = workbook_add_format(workbook)
    format_set_text_wrap(wrapped)
    number = workbook_add_format(workbook)
    format_set_num_format(number, "#,##0;[Red]-#,##0")
    day = workbook_add_format(workbook)
    format_set_num_format(day, "yyyy-mm-dd")
    moment = workbook_add_format(workbook)
    format_set_num_format(moment, "yyyy-mm-dd hh:mm")
    toFill = workbook_add_format(workbook)
    // Text, so that an order number keeps its zeros and its fifteenth digit.
    format_set_num_format(toFill, "@")
    dayToFill = workbook_add_format(workbook)
    format_set_num_format(dayToFill, "yyyy-mm-dd")
    for format in [toFill, dayToFill] {
      format_set_unlocked(format)
      format_set_bg_color(format, 0xFFFBEB)
      format_set_border(format, UInt8(LXW_BORDER_HAIR.rawValue))
    }
    for format in [wrapped, number, day, moment, toFill, dayToFill] {
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    }
  }

  /// Begins a sheet with a frozen header and a filter over `rowCount` rows to come.
  mutating func beginSheet(_ name: String, _ columns: [SheetColumn], rowCount: Int) {
    self.columns = columns
    row = 1
    column = 0
    // No sheet where the library gets no temporary file: what is written to it goes nowhere.
    sheet = workbook_add_worksheet(workbook, name)
    guard let sheet else { return note(LXW_ERROR_CREATING_TMPFILE) }
    let last = UInt16(columns.count - 1)
    for (place, column) in columns.enumerated() {
      let place = UInt16(place)
      let format = column.kind == .wrapped ? wrapped : nil
      note(worksheet_set_column(sheet, place, place, Double(column.width), format))
      let head = column.kind == .toFill ? fillHeader : header
      note(worksheet_write_string(sheet, 0, place, column.name, head))
    }
    worksheet_freeze_panes(sheet, 1, 0)
    note(worksheet_autofilter(sheet, 0, 0, UInt32(max(1, rowCount)), last))
    worksheet_set_landscape(sheet)
    worksheet_set_paper(sheet, 9)
    worksheet_fit_to_pages(sheet, 1, 0)
    note(worksheet_repeat_rows(sheet, 0, 0))
    var allowed = lxw_protection()
    (allowed.autofilter, allowed.sort) = (1, 1)
    (allowed.format_columns, allowed.format_rows) = (1, 1)
    worksheet_protect(sheet, nil, &allowed)
    if rowCount > 0 { checkAnswers(sheet, rowCount) }
  }

  /// Lists to choose from and days that may be given, for the rows of the table.
  private mutating func checkAnswers(
    _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ rowCount: Int
  ) {
    for (place, column) in columns.enumerated() where column.kind == .toFill {
      var rule = lxw_data_validation()
      rule.ignore_blank = 1
      rule.show_input = UInt8(column.hint.isEmpty ? 0 : 1)
      rule.show_error = 1
      rule.dropdown = 1
      rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_STOP.rawValue)
      var texts: [String] = []
      switch column.answer {
      case .text: rule.validate = UInt8(LXW_VALIDATION_TYPE_ANY.rawValue)
      case .choice(let words):
        rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
        texts = words
      case .day(let first):
        rule.validate = UInt8(LXW_VALIDATION_TYPE_DATE.rawValue)
        rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO.rawValue)
        let civil = first.civil
        rule.value_datetime = lxw_datetime(
          year: civil.year, month: civil.month, day: civil.day, hour: 0, min: 0, sec: 0)
      }
      let place = UInt16(place)
      let outcome = withCTexts(texts + [column.hint]) { pointers in
        rule.input_message = column.hint.isEmpty ? nil : pointers[texts.count]
        rule.error_message = rule.input_message
        pointers[texts.count] = nil
        rule.value_list = texts.isEmpty ? nil : pointers
        return worksheet_data_validation_range(
          sheet, 1, place, UInt32(rowCount), place, &rule)
      }
      note(outcome)
    }
  }

  /// An empty cell for a person.
  mutating func fillIn() {
    let format = if case .day = columns[Int(column)].answer { dayToFill } else { toFill }
    if let sheet { note(worksheet_write_blank(sheet, row, column, format)) }
    column += 1
  }

  /// Text; an empty one leaves the cell empty. Longer than a cell can hold: cut, with an ellipsis.
  mutating func text(_ text: String) {
    defer { column += 1 }
    guard let sheet, !text.isEmpty else { return }
    var shown = cleaned(text)
    if shown.utf8.count > 32_000 { shown = String(shown.unicodeScalars.prefix(10_000)) + "…" }
    let format = columns[Int(column)].kind == .wrapped ? wrapped : nil
    note(worksheet_write_string(sheet, row, column, shown, format))
  }

  mutating func number(_ value: Int64) {
    if let sheet { note(worksheet_write_number(sheet, row, column, Double(value), number)) }
    column += 1
  }

  mutating func day(_ value: Day?) {
    defer { column += 1 }
    guard let sheet, let civil = value?.civil else { return }
    var date = lxw_datetime(
      year: civil.year, month: civil.month, day: civil.day, hour: 0, min: 0, sec: 0)
    note(worksheet_write_datetime(sheet, row, column, &date, day))
  }

  mutating func moment(_ value: Moment?) {
    defer { column += 1 }
    guard let sheet, let value else { return }
    let civil = value.day.civil
    var date = lxw_datetime(
      year: civil.year, month: civil.month, day: civil.day, hour: value.secondOfDay / 3_600,
      min: value.secondOfDay / 60 % 60, sec: 0)
    note(worksheet_write_datetime(sheet, row, column, &date, moment))
  }

  mutating func endRow() {
    precondition(Int(column) == columns.count, "a row has one cell for every column")
    row += 1
    column = 0
  }

  /// A line below the table, outside its filter: what was left out and where it is.
  mutating func remark(_ text: String) {
    if let sheet { note(worksheet_write_string(sheet, row + 1, 0, cleaned(text), nil)) }
    row += 2
  }

  consuming func finish() throws(WorkbookError) {
    // A workbook without a sheet, whose temporary file could not be had, cannot be closed: the
    // library would read a sheet that is not there.
    if failure != LXW_NO_ERROR { lxw_workbook_free(workbook) }
    let worst = failure == LXW_NO_ERROR ? workbook_close(workbook) : failure
    guard worst == LXW_NO_ERROR else {
      throw WorkbookError(reason: String(cString: lxw_strerror(worst)))
    }
  }

  private mutating func note(_ outcome: lxw_error) {
    if failure == LXW_NO_ERROR { failure = outcome }
  }
}

/// Calls with the texts as C has them; none may be kept. The list has room for each text and no
/// end mark of its own.
private func withCTexts<Result>(
  _ texts: [String],
  _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count)
  var kept: [UnsafeMutablePointer<CChar>] = []
  for (place, text) in texts.enumerated() {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (at, byte) in bytes.enumerated() { copy[at] = byte }
    kept.append(copy)
    (list + place).initialize(to: copy)
  }
  defer {
    for copy in kept { copy.deallocate() }
    list.deallocate()
  }
  return body(list)
}
