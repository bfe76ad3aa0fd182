extension Parallel {
    /// Numbers that make a block worth handing to another thread.
    private static let blockLength = 1 << 14

    /// Runs `body` once for each of `rows` rows of `length` numbers. Rows are worked on in any order, each by one thread, so
    /// a result that depends on its row alone is the same for any number of threads.
    func forEachRow(_ rows: Int, length: Int, _ body: (Int) -> Void) {
        let rowsPerBlock = max(1, Self.blockLength / max(1, length))
        let meter = WorkMeter.current
        run(blocks: (rows + rowsPerBlock - 1) / rowsPerBlock) { block in
            let range = block * rowsPerBlock..<min(rows, (block + 1) * rowsPerBlock)
            for row in range { body(row) }
            meter?.add(range.count * length)
        }
    }
}
