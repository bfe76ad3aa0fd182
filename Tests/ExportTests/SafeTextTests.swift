import BinaryBrain
import Testing

@testable import Export

@Suite struct SafeTextTests {
    private static let hostile = [
        "x\nendmodule\nmodule evil;", "a */ b /* c", "../../etc/passwd", "verilator lint_off", "\\\nassign y = 1;",
        "`include \"x\"",
        "$finish", "名前", "", "module", "1st", "a\u{0}b", String(repeating: "n", count: 1000), "x//y", "'; rm -rf /",
        "|`cmd`|",
    ]

    @Test(arguments: hostile) func namesBecomeIdentifiers(name: String) {
        let identifier = SafeText.identifier(name)
        #expect(SafeText.isIdentifier(identifier), "\(identifier)")
    }

    @Test(arguments: hostile) func namesBecomeHarmlessComments(name: String) {
        let comment = SafeText.comment(name)
        #expect(comment.utf8.count <= 67)
        for character in "\n\r\0\\/*`$'\"|#{}[];&%<>" { #expect(!comment.contains(character), "\(comment)") }
    }

    @Test func identifiersStay() {
        #expect(SafeText.identifier("mnist-lut-simple") == "mnist_lut_simple")
        #expect(SafeText.identifier("Net_7") == "Net_7")
        #expect(SafeText.identifier("module") == "module_net")
    }

    @Test(arguments: [
        "automatic", "always_comb", "unique0", "nullptr", "constexpr", "restrict", "Entity", "signal", "LUT6",
        "SB_LUT4",
        "FDRE", "ap_uint", "stdin", "NULL",
    ]) func wordsOfLanguagesAndLibrariesAreNoNames(word: String) {
        #expect(!SafeText.isIdentifier(word))
        #expect(SafeText.identifier(word) == "\(word)_net")
    }

    @Test func theListsOfWordsAreWhole() {
        // As many as IEEE 1800-2017, Annex B, has.
        #expect(ReservedWords.systemVerilog.count == 248)
        for word in ReservedWords.systemVerilog.union(ReservedWords.c).union(ReservedWords.vhdl) {
            #expect(word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "\(word)")
        }
    }

    @Test(arguments: ["a b", "module", "", "1a", "é", "a-b", "a.b", "a/b"]) func moduleNamesAreChecked(name: String) {
        #expect(throws: BrainError.self) { try ExportOptions(moduleName: name).validate() }
    }
}
