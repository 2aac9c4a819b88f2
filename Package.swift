// swift-tools-version: 6.1
// Targets stand in the order in which data flows. Every target that sees only `Model` is pure:
// see docs/ARCHITECTURE.md for the rules and Tests/TidyTests for what checks them.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "keshikomi",
  products: [.executable(name: "keshikomi", targets: ["keshikomi"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "Model", swiftSettings: strict),
    .target(name: "Tables", dependencies: ["Model"], swiftSettings: strict),

    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(name: "Reading", dependencies: ["Model", "CLibXML2"], swiftSettings: strict),

    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "Hashing", dependencies: ["CCrypto"], swiftSettings: strict),

    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "Recording",
      dependencies: [
        "Model", "Hashing", "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(name: "Matching", dependencies: ["Model"], swiftSettings: strict),
    .target(name: "Deciding", dependencies: ["Model"], swiftSettings: strict),
    .target(name: "Judging", dependencies: ["Model"], swiftSettings: strict),

    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .target(name: "Reporting", dependencies: ["Model", "CXlsxWriter"], swiftSettings: strict),

    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(
      name: "Running",
      dependencies: [
        "Model", "Tables", "Reading", "Recording", "Matching", "Deciding", "Judging", "Reporting",
        "Hashing", "CZip", "CMalloc",
        .product(name: "Yams", package: "Yams"), .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "keshikomi",
      dependencies: [
        "Model", "Running",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Model", "Tables", "Reading", "Matching", "Judging", "Reporting", "Recording", "Running",
        "TestKit",
        "SimulationKit",
      ],
      swiftSettings: strict),

    .target(
      name: "TestKit", dependencies: ["Model", "Judging"], path: "Tests/TestKit",
      swiftSettings: strict),
    .target(
      name: "SimulationKit",
      dependencies: [
        "Model", "Tables", "Reading", "Recording", "Matching", "Deciding", "Reporting", "TestKit",
      ],
      path: "Tests/SimulationKit", swiftSettings: strict),
    .testTarget(name: "ModelTests", dependencies: ["Model", "Tables"], swiftSettings: strict),
    .testTarget(
      name: "ReadingTests", dependencies: ["Model", "Reading", "TestKit"], swiftSettings: strict),
    .testTarget(
      name: "RecordingTests", dependencies: ["CSQLite", "Model", "Recording", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "MatchingTests", dependencies: ["Model", "Matching", "TestKit"], swiftSettings: strict),
    .testTarget(
      name: "DecidingTests",
      dependencies: ["Model", "Tables", "Deciding", "Reporting", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "JudgingTests", dependencies: ["Model", "Judging", "Running", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Model", "Reporting", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "RunningTests",
      dependencies: [
        "Model", "Judging", "Recording", "Reporting", "Running", "Tables", "CZip", "TestKit",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests", dependencies: ["Model", "Recording", "SimulationKit", "TestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "TidyTests", dependencies: ["Model", "Judging", "TestKit"], swiftSettings: strict),
  ]
)
