import Foundation

/// Makes the three standard descriptors safe to use.
enum StandardDescriptors {
  /// A descriptor that the caller has closed (`textcnn … >&-`) would be given to the next file that is opened, and
  /// results or talk would end up in a model. Descriptors 0 and 1 are opened the wrong way round, so that using them
  /// is an error; talk is thrown away.
  static func prepare() {
    for (descriptor, access) in [(0, O_WRONLY), (1, O_RDONLY), (2, O_WRONLY)] as [(Int32, Int32)] {
      guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { continue }
      // The lowest free number, which is this one.
      _ = open("/dev/null", access)
    }
    // A reader of talk that goes away must not take hours of training with it; for results see `StandardOutput`.
    signal(SIGPIPE, SIG_IGN)
  }
}
