internal import Glibc
internal import Reading
internal import Yams

/// Formats that a user described: `formats/*.yaml` of a workspace, the `formats:` section of its
/// policy file, or files named on the command line.
public struct OwnFormats: Sendable {
  private(set) var profiles: [OwnProfile] = []

  /// None.
  public init() {}

  /// Those of a workspace; none where it has none. Throws `.configuration` with one message per
  /// fault: a bad format must not be passed over, its files would be read as something else.
  public static func load(_ workspace: Workspace) throws(RunError) -> OwnFormats {
    let settings = try RunFrame.loadSettings(workspace)
    return OwnFormats(settings.ownProfiles)
  }

  /// Those of files and of folders of such files.
  public static func load(paths: [String]) throws(RunError) -> OwnFormats {
    var loading = Loading()
    for path in paths {
      if Posix.isFolder(path) {
        try loading.folder(path, named: lastComponent(path))
      } else {
        try loading.file(path, named: lastComponent(path))
      }
    }
    return OwnFormats(try loading.finish())
  }

  init(_ profiles: [OwnProfile]) { self.profiles = profiles }

  /// Both; throws where an id is in both.
  public func joined(with other: OwnFormats) throws(RunError) -> OwnFormats {
    OwnFormats(try Loading(other.profiles + profiles).finish())
  }

  /// Reads files one after the other and keeps every fault.
  struct Loading {
    private var profiles: [OwnProfile] = []
    private var faults: [String] = []

    init(_ profiles: [OwnProfile] = []) { self.profiles = profiles }

    mutating func folder(_ path: String, named name: String) throws(RunError) {
      guard Posix.isFolder(path) else { return }
      for file in try Posix.names(in: path) {
        if file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
          try self.file(path + "/" + file, named: name + "/" + file)
        } else if !file.hasSuffix(".md") {
          faults.append("\(name)/\(file): .yaml ではない / not a .yaml file")
        }
      }
    }

    mutating func file(_ path: String, named name: String) throws(RunError) {
      let mapped = try MappedFile(path)
      var yaml = YAMLWalk(file: name)
      if mapped.bytes.count > 1 << 20 {
        yaml.fault(nil, "大きすぎる / too large")
      } else if let root = yaml.root(String(decoding: mapped.bytes, as: UTF8.self)) {
        if let profile = ProfileReader.read(root, &yaml) { profiles.append(profile) }
      } else if yaml.faults.isEmpty {
        yaml.fault(nil, "空のファイル / an empty file")
      }
      faults += yaml.faults
    }

    /// The profiles in the order of their ids. Throws where anything was wrong, or an id is
    /// there twice.
    func finish() throws(RunError) -> [OwnProfile] {
      var faults = faults
      var sources: [String: String] = [:]
      for profile in profiles {
        let source = profile.info.sources.first ?? ""
        if let earlier = sources.updateValue(source, forKey: profile.info.id) {
          faults.append(
            "\(source): id \(profile.info.id) は \(earlier) にもある / is in \(earlier) already")
        }
      }
      if !faults.isEmpty { throw .configuration(faults) }
      return profiles.sorted { $0.info.id < $1.info.id }
    }
  }
}
