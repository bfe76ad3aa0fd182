import Testing

@testable import TerminalUI

@Suite struct CanvasTests {
    @Test func clipsOnEverySide() {
        var canvas = Canvas(size: Size(width: 3, height: 2))
        canvas.write("abcdef", x: -1, y: 0)
        canvas.write("x", x: 0, y: -1)
        canvas.write("y", x: 0, y: 2)
        canvas.fill(Area(x: 1, y: 1, width: 50, height: 50), "#")
        #expect(canvas.text == "bcd\n ##\n")
    }

    @Test func aCanvasWithoutCellsTakesEverything() {
        var canvas = Canvas(size: Size(width: 0, height: 0))
        canvas.write("abc", x: 0, y: 0)
        canvas.fill(Area(x: -5, y: -5, width: 10, height: 10), "#")
        canvas.frame(Area(x: 0, y: 0, width: 0, height: 0), title: "t", theme: Theme())
        #expect(canvas.text.isEmpty)
    }

    @Test func wideCharactersTakeTwoCells() {
        var canvas = Canvas(size: Size(width: 5, height: 1))
        #expect(canvas.write("日本語", x: 0, y: 0) == 6)
        // The third one does not fit before the edge.
        #expect(canvas.text == "日本\n")
        canvas.write("x", x: 1, y: 0)
        #expect(canvas.text == " x本\n")
        canvas.write("y", x: 2, y: 0)
        #expect(canvas.text == " xy\n")
    }

    @Test func aWideCharacterOverAWideCharacterLeavesNoHalf() {
        var canvas = Canvas(size: Size(width: 6, height: 1))
        canvas.write("日本語", x: 0, y: 0)
        canvas.write("界", x: 1, y: 0)
        #expect(canvas.text == " 界 語\n")
    }

    @Test func partsAreLeftOutByImportance() {
        let parts = [(line: Line("first"), importance: 0), (Line("second"), 2), (Line("third"), 1)]
        let shown = { (width: Int) in
            var canvas = Canvas(size: Size(width: width, height: 1))
            canvas.write(parts: parts, gap: 1, x: 0, y: 0, width: width)
            return canvas.text
        }
        #expect(shown(18) == "first second third\n")
        #expect(shown(17) == "first third\n")
        #expect(shown(10) == "first\n")
        #expect(shown(3) == "fir\n")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\tb\nc", "a b c"), ("\u{1b}[31mred\u{1b}[0m", "red"), ("\u{1b}]0;t\u{7}x", "x"),
        ("\u{1b}]0;t\u{1b}\\x", "x"), ("\u{1b}Pdata\u{9c}x", "x"), ("\u{1b}(Bx", "x"), ("\u{1b}", ""), ("\u{1b}[", ""),
        ("a\u{200b}b\u{202e}c", "abc"), ("e\u{301}", "é"), ("\u{0}\u{7f}z", "z"), ("\u{1b}[3\u{1}x", "x"),
    ])
    func cleansText(text: String, clean: String) {
        #expect(SafeText.clean(text) == clean)
    }

    @Test func truncatesByCells() {
        #expect("abcdef".truncated(to: 4, theme: Theme()) == "abc…")
        #expect("日本語".truncated(to: 4, theme: Theme()) == "日…")
        #expect("abc".truncated(to: 3, theme: Theme()) == "abc")
        #expect("abc".truncated(to: 0, theme: Theme()).isEmpty)
        #expect("abcdef".truncated(to: 4, theme: Theme(glyphs: .ascii)) == "abc~")
    }
}
