import BinaryBrain

extension Extraction {
    /// Models that all read what stands here, and whose outputs stand side by side.
    func appendBranches(_ layer: any Model, _ branches: [any Model]) throws {
        let before = stage
        var parts: [[NodeValues]] = []
        for (index, branch) in branches.enumerated() {
            stage = before
            try append(branch)
            guard case .frames(let frames) = stage else {
                throw Self.impossible(
                    layer, "its branch \(index + 1) hands on real numbers, not bits",
                    "put RealToBinary or a LUT layer before it, and BinaryToReal behind it")
            }
            parts.append(frames)
        }
        guard let first = parts.first, parts.allSatisfy({ $0.count == first.count }) else {
            throw Self.impossible(
                layer, "its branches hand on different numbers of frames",
                "let each branch make as many frames of one as the others do")
        }
        stage = .frames(first.indices.map { frame in NodeValues(sideBySide: parts.map { $0[frame] }) })
    }
}

extension NodeValues {
    /// The nodes of all, one after another: bits if all are bits of the same levels, as in the frame buffer.
    fileprivate init(sideBySide parts: [NodeValues]) {
        for levels in [BitLevels.zeroOne, .minusOnePlusOne] {
            let signals = parts.compactMap { $0.signals(levels) }
            guard signals.count == parts.count else { continue }
            self = .bits(signals.flatMap { $0 }, levels: levels)
            return
        }
        self = .numbers(parts.flatMap(\.asNumbers))
    }
}
