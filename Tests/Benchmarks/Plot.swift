import Foundation

/// The ratios as bars.
struct Plot {
  private let bars: [Figure]

  init(_ figures: [Figure]) { bars = figures.filter { $0.unit == "times" && !$0.key.hasPrefix("memory") } }

  /// The drawing, readable on light and dark pages.
  var svg: String {
    let (left, width, row) = (330.0, 720.0, 34.0)
    let longest = max(bars.map(\.value).max() ?? 1, 1)
    let height = Double(bars.count) * row + 64
    let scale = (width - left - 70) / longest
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" \
      font-family="system-ui, sans-serif" font-size="14">
      """,
      "<title>How many times as fast as Foundation</title>",
      "<style>text { fill: #57606a } @media (prefers-color-scheme: dark) { text { fill: #b1bac4 } }</style>",
      #"<text x="\#(Int(left))" y="22" font-weight="600">times as fast as Foundation (bar of 1)</text>"#,
    ]
    for (index, bar) in bars.enumerated() {
      let y = 38 + Double(index) * row
      lines.append(
        #"<text x="\#(Int(left) - 12)" y="\#(Int(y) + 17)" text-anchor="end">\#(Self.escaped(bar.title))</text>"#)
      lines.append(
        ##"<rect x="\##(Int(left))" y="\##(Int(y))" width="\##(Int(bar.value * scale))" height="24" fill="#2f81f7"/>"##)
      lines.append(
        """
        <text x="\(Int(left + bar.value * scale) + 8)" y="\(Int(y) + 17)" font-weight="600">\
        \(String(format: "%.1f", bar.value))</text>
        """)
    }
    let one = Int(left + scale)
    lines.append(
      ##"<line x1="\##(one)" x2="\##(one)" y1="32" y2="\##(Int(height) - 24)" stroke="#cf222e" stroke-dasharray="3 3"/>"##
    )
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}
