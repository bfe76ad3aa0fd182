import Foundation
import Testing

@testable import BinaryBrain

/// Paths are taken apart as POSIX does it.
@Suite struct FilePathTests {
    @Test(arguments: [
        ("a", ".", "a"), ("", ".", ""), ("/", "/", "/"), ("//", "/", "/"), ("/a", "/", "a"), ("a/", ".", "a"),
        ("a/b", "a", "b"), ("a//b//", "a", "b"), ("/a/b", "/a", "b"), (".", ".", "."), ("./a", ".", "a"),
        ("../a", "..", "a"), ("é/ü", "é", "ü"), ("a/\u{301}b", "a", "\u{301}b"),
    ])
    func parts(path: String, folder: String, name: String) {
        #expect(FilePath.folder(of: path) == folder)
        #expect(FilePath.name(of: path) == name)
    }

    /// Every short text, the relative names of one character among them, as `dirname` and `basename` of the C library.
    @Test func everyShortText() {
        var texts = [""]
        for _ in 0..<5 { texts += texts.flatMap { text in ["/", ".", "a"].map { text + $0 } } }
        // Two slashes in front are POSIX's to the system; Linux makes nothing of them, and the C library keeps them.
        for text in Set(texts) where !text.isEmpty && !text.hasPrefix("//") {
            #expect(FilePath.folder(of: text) == Self.cLibrary(dirname, text), "'\(text)'")
            #expect(FilePath.name(of: text) == Self.cLibrary(__xpg_basename, text), "'\(text)'")
        }
    }

    private static func cLibrary(
        _ function: (UnsafeMutablePointer<CChar>) -> UnsafeMutablePointer<CChar>?, _ text: String
    ) -> String {
        let copy = strdup(text)!
        defer { free(copy) }
        return String(cString: function(copy)!)
    }
}
