import Testing

@testable import TerminalUI

@Suite struct KeyDocumentationTests {
    /// Documentation/Keys.md is the binding table.
    @Test func committedPageIsTheBindingTable() throws {
        try expectGolden(KeyDocumentation.markdown, "../../Documentation/Keys.md")
    }
}
