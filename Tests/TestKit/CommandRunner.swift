public import Foundation

/// What a finished program left behind.
public struct CommandResult: Sendable {
  public var exitCode: Int32
  public var output: String
  public var errors: String
}

/// The built `keshikomi` program: it lies in the folder of the test bundle. Nil where only a part
/// of the package was built.
public func keshikomiProgram() -> URL? {
  var folders = [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
  folders.append(repoFile(".build/debug"))
  return folders.map { $0.appendingPathComponent("keshikomi") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}

/// Runs the built `keshikomi` and waits for its end. Standard input is empty and the output goes
/// through files, so that no amount of it can block the program.
public func runKeshikomi(
  _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
) throws -> CommandResult {
  guard let program = keshikomiProgram() else {
    throw GoldenFailure(description: "keshikomi is not built beside the tests: run swift build")
  }
  return try runCommand(program, arguments, in: folder, environment: environment)
}

/// The same for any program.
public func runCommand(
  _ program: URL, _ arguments: [String], in folder: URL? = nil,
  environment: [String: String] = [:]
) throws -> CommandResult {
  try withTemporaryFolder { scratch in
    let outputFile = scratch.appendingPathComponent("output")
    let errorFile = scratch.appendingPathComponent("errors")
    try writeBytes([], to: outputFile)
    try writeBytes([], to: errorFile)
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return CommandResult(
      exitCode: process.terminationStatus,
      output: String(decoding: try readBytes(outputFile), as: UTF8.self),
      errors: String(decoding: try readBytes(errorFile), as: UTF8.self))
  }
}
