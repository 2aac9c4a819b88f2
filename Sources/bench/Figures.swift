import Foundation

/// What one workload measured.
struct Figures {
  var workload: String
  /// Input read, 0 where there is no file.
  var bytes: Int
  var rows: Int
  var microseconds: Int
  /// Peak resident memory of the process.
  var peakKiB: Int
  /// Of the answer: equal answers have equal hashes, on any machine.
  var hash: UInt64
  var note: String

  /// One line for the parent process.
  var line: String {
    [
      workload, String(bytes), String(rows), String(microseconds), String(peakKiB),
      String(hash, radix: 16), note,
    ].joined(separator: "\t")
  }

  init(
    workload: String, bytes: Int, rows: Int, microseconds: Int, peakKiB: Int, hash: UInt64,
    note: String
  ) {
    self.workload = workload
    self.bytes = bytes
    self.rows = rows
    self.microseconds = max(1, microseconds)
    self.peakKiB = peakKiB
    self.hash = hash
    self.note = note
  }

  init?(line: String) {
    let cells = line.split(separator: "\n").last?
      .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard let cells, cells.count == 7, let bytes = Int(cells[1]), let rows = Int(cells[2]),
      let time = Int(cells[3]), let peak = Int(cells[4]), let hash = UInt64(cells[5], radix: 16)
    else { return nil }
    self.init(
      workload: cells[0], bytes: bytes, rows: rows, microseconds: time, peakKiB: peak, hash: hash,
      note: cells[6])
  }

  /// Megabytes a second, or empty where no file is read.
  var speed: String { bytes == 0 ? "" : String(bytes / microseconds) }
}

/// `a / b` with two decimals, in whole numbers.
func ratio(_ a: Int, _ b: Int) -> String {
  let hundredths = a * 100 / max(1, b)
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}

func markdownTable(_ figures: [Figures]) -> String {
  var text = "| workload | MB | rows | seconds | MB/s | rows/s | peak MiB | answer | note |\n"
  text += "|---|---:|---:|---:|---:|---:|---:|---|---|\n"
  for f in figures {
    let cells = [
      f.workload, f.bytes == 0 ? "" : String(f.bytes / 1_000_000), String(f.rows),
      ratio(f.microseconds, 1_000_000), f.speed, String(f.rows * 1_000_000 / f.microseconds),
      String(f.peakKiB / 1024), String(f.hash, radix: 16), f.note,
    ]
    text += "| " + cells.joined(separator: " | ") + " |\n"
  }
  return text
}

func jsonText(_ figures: [Figures]) -> String {
  let objects = figures.map { f in
    """
      {"workload": "\(f.workload)", "bytes": \(f.bytes), "rows": \(f.rows), \
    "microseconds": \(f.microseconds), "peak_kib": \(f.peakKiB), \
    "answer": "\(String(f.hash, radix: 16))", "note": "\(f.note)"}
    """
  }
  return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
}

/// Why nothing could be measured.
struct BenchFailure: Error, CustomStringConvertible {
  var description: String
}
