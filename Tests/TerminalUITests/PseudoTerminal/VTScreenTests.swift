import PseudoTerminal
import Testing

@Suite struct VTScreenTests {
    private func screen(_ text: String, columns: Int = 10, rows: Int = 4) -> VTScreen {
        var screen = VTScreen(columns: columns, rows: rows)
        screen.feed(text.utf8)
        return screen
    }

    @Test func printsMovesAndWraps() {
        #expect(screen("abc\r\ndef").text == "abc\ndef\n\n")
        #expect(screen("\u{1b}[2;3Hx\u{1b}[Ay\u{1b}[4Gz\u{1b}[4dw").text == "   z\n  x\n\n    w")
        #expect(screen("0123456789A").text == "0123456789\nA\n\n")
        // The cursor waits in the last column until the next character.
        let full = screen("0123456789")
        #expect(full.cursorX == 9 && full.cursorY == 0)
        #expect(screen("日本語日本語").text == "日本語日本\n語\n\n")
    }

    @Test func erases() {
        #expect(screen("abcdef\u{1b}[3G\u{1b}[K").line(0) == "ab")
        #expect(screen("abcdef\u{1b}[3G\u{1b}[1K").line(0) == "   def")
        #expect(screen("abcdef\u{1b}[2G\u{1b}[2X").line(0) == "a  def")
        #expect(screen("abc\r\ndef\u{1b}[2J").text == "\n\n\n")
        #expect(screen("abc\r\ndef\u{1b}[1;2H\u{1b}[J").text == "a\n\n\n")
    }

    @Test func insertsDeletesAndRepeats() {
        #expect(screen("abcdef\u{1b}[2G\u{1b}[2@").line(0) == "a  bcdef")
        #expect(screen("abcdef\u{1b}[2G\u{1b}[2P").line(0) == "adef")
        #expect(screen("x\u{1b}[4b").line(0) == "xxxxx")
        #expect(screen("abc\u{1b}[1G\u{1b}[4hX\u{1b}[4lY").line(0) == "XYbc")
    }

    @Test func scrolls() {
        let lines = "1\r\n2\r\n3\r\n4"
        #expect(screen(lines + "\r\n5").text == "2\n3\n4\n5")
        #expect(screen(lines + "\u{1b}[2;3r\u{1b}[3;1H\n").text == "1\n3\n\n4")
        #expect(screen(lines + "\u{1b}[H\u{1b}M").text == "\n1\n2\n3")
        #expect(screen(lines + "\u{1b}[2;1H\u{1b}[L").text == "1\n\n2\n3")
        #expect(screen(lines + "\u{1b}[2;1H\u{1b}[M").text == "1\n3\n4\n")
    }

    @Test func renditions() {
        let screen = screen("\u{1b}[1;31mA\u{1b}[22;38;5;214;48;5;16mB\u{1b}[m\u{1b}[7mC\u{1b}[27mD")
        #expect(screen[0, 0].rendition.isBold && screen[0, 0].rendition.foreground == .indexed(1))
        #expect(!screen[1, 0].rendition.isBold && screen[1, 0].rendition.foreground == .indexed(214))
        #expect(screen[1, 0].rendition.background == .indexed(16))
        #expect(screen[2, 0].rendition.isReversed && screen[2, 0].rendition.foreground == nil)
        #expect(screen[3, 0].rendition == Rendition())
    }

    @Test func theAlternateScreenKeepsThePrimary() {
        var screen = screen("shell$ \u{1b}[?1049h\u{1b}[22;0;0t\u{1b}[?25l\u{1b}=picture")
        #expect(screen.isAlternate && !screen.isCursorVisible && screen.isKeypadApplication)
        #expect(!screen.contains("shell$"))
        screen.feed("\u{1b}[?1049l\u{1b}[23;0;0t\u{1b}[?25h\u{1b}>".utf8)
        #expect(
            screen.line(0) == "shell$" && !screen.isAlternate && screen.isCursorVisible && !screen.isKeypadApplication)
        #expect(screen.cursorX == 7)
        #expect(screen.unknown.isEmpty)
    }

    @Test func writesDownWhatItDoesNotKnow() {
        #expect(screen("\u{1b}[5z\u{1b}[?77h\u{1b}#8\u{1b}[99m").unknown.count == 4)
        #expect(screen("\u{1b}]0;title\u{7}\u{1b}]0;t\u{1b}\\x").unknown.isEmpty)
        #expect(screen("\u{1b}]0;title\u{7}x").line(0) == "x")
    }

    @Test func sequencesAndCharactersMayArriveInPieces() {
        var screen = VTScreen(columns: 10, rows: 2)
        for byte in "\u{1b}[2;2H⣿é日".utf8 { screen.feed([byte]) }
        #expect(screen.line(1) == " ⣿é日")
        screen.feed([0xff, 0xe2, 0x41])
        #expect(screen.line(1) == " ⣿é日\u{fffd}\u{fffd}A")
    }

    @Test func resizing() {
        var screen = screen("0123456789\r\nx")
        screen.resize(columns: 4, rows: 1)
        #expect(screen.text == "0123")
        #expect(screen.cursorY == 0)
        screen.resize(columns: 6, rows: 2)
        #expect(screen.text == "0123\n")
    }
}
