import Foundation

/// A page in one file: nothing of it is fetched from elsewhere, and nothing in it is run.
struct HTMLPage {
    private let title: String
    private var body: [String] = []

    init(title: String) { self.title = title }

    private static let style = """
        body { font: 15px/1.5 sans-serif; color: #222; max-width: 960px; margin: 2em auto; padding: 0 1em; }
        h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; border-bottom: 1px solid #ddd; }
        table { border-collapse: collapse; font-size: 13px; } .wide { overflow-x: auto; }
        th, td { text-align: left; padding: 2px 10px 2px 0; border-bottom: 1px solid #eee; white-space: nowrap; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        tr.best td { font-weight: bold; }
        pre { background: #f6f6f6; padding: 0.8em; overflow-x: auto; font-size: 12px; line-height: 1.4; }
        svg { width: 100%; height: auto; } img { image-rendering: pixelated; width: 100%; }
        figure { margin: 1em 0; } figcaption { color: #555; font-size: 13px; }
        """

    mutating func heading(_ text: String) { body.append("<h2>\(SVGSheet.escaped(text))</h2>") }

    mutating func paragraph(_ text: String) { body.append("<p>\(SVGSheet.escaped(text))</p>") }

    /// Lines as they are.
    mutating func lines(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        body.append("<pre>\(lines.map { SVGSheet.escaped(String($0)) }.joined(separator: "\n"))</pre>")
    }

    /// A picture that is SVG.
    mutating func figure(svg: String) { body.append("<figure>\(svg)</figure>") }

    /// A picture of pixels.
    mutating func figure(png: [UInt8], caption: String) {
        body.append(
            "<figure><img alt=\"\(SVGSheet.escaped(caption))\" src=\"data:image/png;base64,\(Data(png).base64EncodedString())\">"
                + "<figcaption>\(SVGSheet.escaped(caption))</figcaption></figure>")
    }

    /// A table; cells that begin like a number stand right.
    mutating func table(_ headings: [String], _ rows: [[String]], best: Set<Int> = []) {
        let numeric = headings.indices.map { column in
            rows.allSatisfy { $0[column].first.map { $0.isNumber || $0 == "-" || $0 == "–" } ?? true }
        }
        func cells(_ cells: [String], _ tag: String) -> String {
            cells.enumerated().map { index, text in
                "<\(tag)\(numeric[index] ? " class=\"number\"" : "")>\(SVGSheet.escaped(text))</\(tag)>"
            }.joined()
        }
        let lines = rows.enumerated().map { index, row in
            "<tr\(best.contains(index) ? " class=\"best\"" : "")>\(cells(row, "td"))</tr>"
        }
        body.append(
            "<div class=\"wide\"><table><tr>\(cells(headings, "th"))</tr>\n\(lines.joined(separator: "\n"))</table></div>"
        )
    }

    /// The file's text.
    var text: String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>\(SVGSheet.escaped(title))</title>
        <meta name="viewport" content="width=device-width"><style>\(Self.style)</style></head>
        <body><h1>\(SVGSheet.escaped(title))</h1>
        \(body.joined(separator: "\n"))
        </body></html>

        """
    }
}
