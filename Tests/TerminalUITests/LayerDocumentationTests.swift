import Testing

@testable import Workbench

@Suite struct LayerDocumentationTests {
    /// Documentation/Layers.md is what the cards say.
    @Test func committedPageIsTheCards() throws {
        try expectGolden(LayerDocumentation.markdown, "../../Documentation/Layers.md")
    }

    @Test func aClassHasLinesAndAnotherWordHasNone() throws {
        let lines = try #require(LayerDocumentation.lines(ofClass: "DifferentiableLut"))
        #expect(lines.contains("  N: 2…6 = 6; inputs of a node") && lines.contains("hardware: tables"))
        #expect(lines.contains("  output_shape: shape, required; shape of the output, a node an element"))
        #expect(lines.contains("  shapes: any → output_shape"))
        #expect(LayerDocumentation.lines(ofClass: "Nothing") == nil)
        #expect(LayerDocumentation.lines(ofClass: "Concatenate")?.last == "hardware: branches")
    }
}
