public import Foundation

/// Formats of which files of any size can be made.
public enum LargeFileFormat: String, Sendable, CaseIterable {
  case zengin, camt
  case bankCSV = "csv-cp932"
  case bankCSVInUTF8 = "csv-utf8"
  case orders
}

extension World {
  /// Writes a valid file of at least `byteCount` bytes: the world's days again and again, with a
  /// balance that goes on, so that every control value holds. Orders do not repeat: a second row
  /// of an order would be another case.
  public static func writeLargeFile(
    _ format: LargeFileFormat, atLeast byteCount: Int, seed: UInt64, to file: URL
  ) throws {
    try writeBytes([], to: file)
    let out = try FileHandle(forWritingTo: file)
    defer { try? out.close() }
    if format == .orders {
      let bytesPerOrder = 138
      let orders = byteCount / bytesPerOrder + 1
      try out.write(contentsOf: World(seed: seed, orders: orders, deposits: 10).ordersCSV())
      return
    }
    let world = World(seed: seed, orders: 60_000, deposits: 36_000)
    var written = 0
    func put(_ bytes: [UInt8]) throws {
      written += bytes.count
      try out.write(contentsOf: bytes)
    }
    var balance = world.openingBalanceYen
    let header = "取引日,摘要,お支払金額,お預り金額,残高\r\n"
    let isUTF8 = format == .bankCSVInUTF8
    switch format {
    case .camt: try put(world.camtOpening())
    case .bankCSV, .bankCSVInUTF8: try put(world.encoded(header, asUTF8: isUTF8))
    case .zengin, .orders: break
    }
    repeat {
      switch format {
      case .zengin: try put(world.zenginGroups())
      case .camt: try put(world.camtStatements(balance: &balance))
      default: try put(world.bankRows(asUTF8: isUTF8, balance: &balance))
      }
    } while written < byteCount
    if format == .zengin { try put(world.zenginEnd()) }
    if format == .camt { try put(World.camtClosing) }
  }
}
