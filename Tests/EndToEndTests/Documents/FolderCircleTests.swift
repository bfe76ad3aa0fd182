import Testing

/// A reader who wants to understand a folder of a module has to read the folders that it needs, and not two at once that need each
/// other.
@Suite("Circles between folders")
struct FolderCircleTests {
    /// Pairs of folders that may need each other: what a model is cannot be said without its card and its file, nor these without it.
    private static let known: [String: Set<Set<String>>] = [
        "BinaryBrain": [["Cards", "Models"], ["Models", "Storage"]],
        "Datasets": [["Files", "Numpy"], ["Files", "Tables"], ["Samples", "Tables"]],
        "Export": [
            ["Bundles", "HighLevelSynthesis"], ["Bundles", "Logic"], ["Bundles", "Proof"], ["Bundles", "Software"],
            ["Bundles", "Streaming"], ["Bundles", "Vectors"], ["Bundles", "VHDL"], ["Bundles", "Verilog"],
            ["Coverage", "Vectors"],
            ["Documents", "Verilog"],
        ],
        "TerminalUI": [["Canvas", "Charts"], ["Interaction", "Keys"], ["Interaction", "Screens"]],
        "Netlist": [], "Workbench": [],
    ]

    @Test(arguments: ["BinaryBrain", "Datasets", "Export", "Netlist", "TerminalUI", "Workbench"])
    func noneIsNew(module: String) throws {
        let folders = FolderNeeds(try SourceText.all(below: ["Sources/\(module)"]), module: module)
        let known = try #require(Self.known[module])
        #expect(folders.names.count > 2)
        let circles = folders.circles
        for circle in circles.subtracting(known) { Issue.record("\(folders.explain(circle))") }
        #expect(known.subtracting(circles).isEmpty, "these are gone: take them out of the list")
    }

    /// Longer ways round count, too.
    @Test func theWorkbenchHasAnOrder() throws {
        let folders = FolderNeeds(try SourceText.all(below: ["Sources/Workbench"]), module: "Workbench")
        #expect(
            folders.withoutOrder.isEmpty,
            "each of these needs itself by way of others: \(folders.withoutOrder.sorted())")
    }

    @Test func aCircleIsFound() {
        let files = [
            SourceText(path: "Sources/M/A/One.swift", text: "struct One { let two: Two }\nprivate struct Own {}"),
            SourceText(path: "Sources/M/B/Two.swift", text: "final class Two { struct Own {} }"),
            SourceText(path: "Sources/M/B/More.swift", text: "// One\nlet text = \"One\"\nlet kind = Kind.One"),
        ]
        #expect(FolderNeeds(files, module: "M").circles.isEmpty)
        let last = SourceText(path: "Sources/M/B/Last.swift", text: "extension Two { func with(_ one: One) {} }")
        #expect(FolderNeeds(files + [last], module: "M").circles == [["A", "B"]])
        let other = SourceText(
            path: "Sources/M/B/Last.swift", text: "struct Last { enum One { case it }; let one: One }")
        #expect(FolderNeeds(files + [other], module: "M").circles.isEmpty)
    }
}
