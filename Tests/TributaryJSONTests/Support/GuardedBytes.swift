import Foundation
import TributaryJSON

/// Bytes that end where readable memory ends: reading one byte too many stops the test with a signal.
func guarded(_ bytes: some Collection<UInt8>) -> SharedBytes {
  let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
  let readable = (bytes.count + pageSize - 1) / pageSize * pageSize
  let size = readable + pageSize
  let mapping = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | guardMappingFlag, -1, 0)
  guard let mapping, mapping != MAP_FAILED, mprotect(mapping + readable, pageSize, PROT_NONE) == 0 else {
    return SharedBytes(Array(bytes))
  }
  let start = mapping + (readable - bytes.count)
  UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyBytes(from: bytes)
  let address = UInt(bitPattern: mapping)
  return SharedBytes(adopting: start, count: bytes.count) { munmap(UnsafeMutableRawPointer(bitPattern: address), size) }
}

/// Text that ends where readable memory ends.
func guarded(_ text: String) -> SharedBytes { guarded(Array(text.utf8)) }

#if canImport(Darwin)
private let guardMappingFlag = MAP_ANON
#else
private let guardMappingFlag = MAP_ANONYMOUS
#endif
