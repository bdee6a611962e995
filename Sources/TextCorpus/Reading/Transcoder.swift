#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns the bytes of an encoding into UTF-8 by the system's iconv, block by block.
///
/// An invalid sequence becomes U+FFFD, counted, and the reading goes on behind its first unit.
final class Transcoder {
  private let converter: iconv_t
  private let unitLength: Int
  private let input: UnsafeMutableRawBufferPointer
  private var inputRange = 0..<0
  private let output: UnsafeMutableRawBufferPointer
  private var outputRange = 0..<0
  private var isAtEnd = false

  private(set) var replacedSequenceCount = 0

  /// - Parameter start: The first bytes, taken from the stream already.
  /// - Throws: `unknownEncoding` where the system has no tables for it.
  init(from encoding: TextEncoding, start: [UInt8], file: String) throws(CorpusError) {
    // What iconv_open gives for a failure is −1, as a pointer.
    guard let converter = iconv_open("UTF-8", encoding.iconvName), Int(bitPattern: converter) != -1 else {
      throw .unknownEncoding(file: file, encoding)
    }
    self.converter = converter
    unitLength = encoding.unitLength
    input = .allocate(byteCount: max(1 << 16, start.count + 16), alignment: 16)
    output = .allocate(byteCount: 1 << 17, alignment: 16)
    input.copyBytes(from: start)
    inputRange = 0..<start.count
  }

  deinit {
    iconv_close(converter)
    input.deallocate()
    output.deallocate()
  }

  /// Gives the next bytes of UTF-8; 0 at the end.
  ///
  /// - Parameter fill: Reads more bytes of the encoding; 0 at the end.
  func read(
    into buffer: UnsafeMutableRawBufferPointer,
    from fill: (UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int
  ) throws(CorpusError) -> Int {
    while outputRange.isEmpty {
      guard try convert(fill) else { return 0 }
    }
    let count = min(buffer.count, outputRange.count)
    buffer.copyMemory(
      from: UnsafeRawBufferPointer(rebasing: output[outputRange.lowerBound..<outputRange.lowerBound + count]))
    outputRange = outputRange.lowerBound + count..<outputRange.upperBound
    return count
  }

  /// Converts what is at hand, after reading more where that is not enough; false at the end.
  private func convert(
    _ fill: (UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int
  ) throws(CorpusError) -> Bool {
    if inputRange.isEmpty, try !more(fill) { return false }
    var source = input.baseAddress?.advanced(by: inputRange.lowerBound).assumingMemoryBound(to: CChar.self)
    var sourceCount = inputRange.count
    var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    // Room is kept for a replacement.
    var targetCount = output.count - 3
    let result = iconv(converter, &source, &sourceCount, &target, &targetCount)
    let failure = errno
    inputRange = inputRange.upperBound - sourceCount..<inputRange.upperBound
    outputRange = 0..<output.count - 3 - targetCount
    guard result == -1 else { return true }
    switch failure {
    case E2BIG: break
    // The end of the block cuts a sequence; the rest is to come, or never comes.
    case EINVAL: if try !more(fill) { replace(inputRange.count) }
    default: replace(unitLength)
    }
    return true
  }

  private func replace(_ count: Int) {
    for byte in [0xEF, 0xBF, 0xBD] as [UInt8] {
      output[outputRange.upperBound] = byte
      outputRange = outputRange.lowerBound..<outputRange.upperBound + 1
    }
    replacedSequenceCount += 1
    inputRange = min(inputRange.lowerBound + count, inputRange.upperBound)..<inputRange.upperBound
    // The state of a sequence that was begun must not reach what follows it.
    _ = iconv(converter, nil, nil, nil, nil)
  }

  /// Reads more bytes behind those at hand; false at the end.
  private func more(
    _ fill: (UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int
  ) throws(CorpusError) -> Bool {
    if isAtEnd { return false }
    let rest = inputRange.count
    if inputRange.lowerBound > 0 {
      input.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[inputRange]))
    }
    let count = try fill(UnsafeMutableRawBufferPointer(rebasing: input[rest...]))
    inputRange = 0..<rest + count
    isAtEnd = count == 0
    return count > 0
  }
}
