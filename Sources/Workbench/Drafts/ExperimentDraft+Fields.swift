extension ExperimentDraft {
    /// The fields with a value that stand in a line, or, where none does, in the lines that belong to it: paths as `--set` and `--over`
    /// have them. Elements that are only a class, such as `- ReLU`, are none.
    public func fields(at line: Int) -> [(path: String, value: String)] {
        let leaves = SpecificationLeaf.all(in: text).filter {
            $0.path.split(separator: ".").last.map { Int($0) == nil } ?? false
        }
        guard lines.indices.contains(line) else { return [] }
        let own = leaves.filter { $0.line == line }
        let block = block(at: line)
        let found = own.isEmpty ? leaves.filter { $0.line.map(block.contains) ?? false } : own
        return found.map { ($0.path, $0.value) }
    }
}
