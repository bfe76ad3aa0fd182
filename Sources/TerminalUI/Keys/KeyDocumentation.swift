/// Documentation/Keys.md as text, from the binding table.
enum KeyDocumentation {
    static var markdown: String {
        var text = """
            # Keys of the workbench

            Generated from the binding table (`Sources/TerminalUI/Keys/BindingTable.swift`), which also drives dispatch and the
            `?` page. `make pages` rewrites it.

            If a key cannot act at the moment, the bottom line says why.

            """
        for section in KeySection.allCases {
            text += "\n## \(section.title)\n\n| key | does |\n| --- | --- |\n"
            for binding in BindingTable.bindings where binding.section == section {
                let keys = binding.keys.map { "`\($0.label)`" }.joined(separator: " ")
                text += "| \(keys) | \(binding.summary) |\n"
            }
        }
        text += "\n## \(PointerSummary.title)\n\n| action | does |\n| --- | --- |\n"
        for row in PointerSummary.rows { text += "| \(row.action) | \(row.summary) |\n" }
        return text
    }
}
