import Testing

@testable import Workbench

@Suite struct LayerDocumentationTests {
    /// Documentation/Layers.md is what the cards say.
    @Test func committedPageIsTheCards() throws {
        try expectGolden(LayerDocumentation.markdown, "../../Documentation/Layers.md")
    }

    @Test func aClassHasLinesAndAnotherWordHasNone() throws {
        let lines = try #require(LayerDocumentation.lines(ofClass: "DifferentiableLut"))
        #expect(lines.contains("  N: 2…6 = 6") && lines.contains("hardware: tables"))
        #expect(lines.contains("  output_shape: shape, required"))
        #expect(LayerDocumentation.lines(ofClass: "Nothing") == nil)
        #expect(LayerDocumentation.lines(ofClass: "Concatenate")?.last == "hardware: branches")
    }
}
