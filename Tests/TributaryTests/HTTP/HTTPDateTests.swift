import Expect
import Foundation
import Testing
import Tributary

/// The three forms of a date in a header.
@Suite struct HTTPDateTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
    ("Tue, 31 Dec 2069 23:59:60 GMT", 3_155_760_000), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
    ("Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200),
  ]) func reads(text: String, seconds: Int) {
    expect(HTTPDate.date(text), equals: Date(timeIntervalSince1970: Double(seconds)))
  }

  @Test(arguments: [
    "", "soon", "120", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT x", "Sun, 06 Nov 99999 08:49:37 GMT",
    "Sun, 06 Nov 1994 ++:49:37 GMT", "1994-11-06T08:49:37Z", ", , , , , ",
  ]) func refuses(text: String) {
    #expect(HTTPDate.date(text) == nil)
  }
}
