/// Why bytes cannot be read.
package enum ByteStreamError: Error, Equatable, Sendable {
  /// Nothing is at the path.
  case noSuchFile(String)
  /// The path leads to a folder.
  case isDirectory(String)
  /// The system refuses to open or to read on.
  case unreadable(String, reason: String)
  /// What is compressed cannot be unpacked.
  case damaged(String, reason: String)
  /// An archive of several files, none of them named.
  case severalMembers(String, members: [String])
  /// An archive without the file that is named, or without any.
  case noMember(String, member: String?)
}

extension ByteStreamError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSuchFile(let file): "\(file): no such file; check the path"
    case .isDirectory(let file): "\(file): a directory, not a file; name the file inside it"
    case .unreadable(let file, let reason):
      "\(file): cannot be read (\(reason)); check the file and its permissions"
    case .damaged(let file, let reason): "\(file): cannot be unpacked (\(reason)); get the file anew"
    case .severalMembers(let file, let members):
      "\(file): holds \(members.count) files; name one, such as \(file)/\(members[0])"
    case .noMember(let file, let member?): "\(file): holds no file \"\(member)\"; name one that it has"
    case .noMember(let file, nil): "\(file): holds no file; give another"
    }
  }
}
