import Netlist

/// Images of 8-bit levels as the input bits of a netlist, and back: level v stands for v / 255.
struct PixelBits {
    let encoding: InputEncoding
    /// The smallest level that gives a one, at the place of its threshold; 256 if none does.
    private let smallest: [Int]

    init(_ encoding: InputEncoding) {
        self.encoding = encoding
        smallest = encoding.thresholds.map(InputEncoding.smallestPixel(reaching:))
    }

    private func threshold(_ node: Int, _ depth: Int, _ step: Int) -> Int {
        smallest[encoding.thresholdPlace(node: node, depth: depth, step: step)]
    }

    /// The bit frame in the middle of an image, or the first from there on in which every bit can be either.
    var searchedStep: Int {
        let count = encoding.frameModulationSize
        return (0..<count).map { (count / 2 + $0) % count }.first { step in
            (0..<encoding.depthModulationSize).allSatisfy { (1...255).contains(threshold(0, $0, step)) }
        } ?? count / 2
    }

    /// Input bits that have one value only in a bit frame.
    func fixed(step: Int) -> [Bool?] {
        var fixed = [Bool?](repeating: nil, count: encoding.bitCount)
        for node in 0..<encoding.shape.count {
            for depth in 0..<encoding.depthModulationSize {
                switch threshold(node, depth, step) {
                case 0: fixed[encoding.signal(node: node, depth: depth)] = true
                case 256: fixed[encoding.signal(node: node, depth: depth)] = false
                default: break
                }
            }
        }
        return fixed
    }

    /// The bits of each number in a bit frame, thresholds ascending; none if a number is one bit.
    func chains(step: Int) -> [[Int]] {
        guard encoding.depthModulationSize > 1 else { return [] }
        return (0..<encoding.shape.count).map { node in
            (0..<encoding.depthModulationSize).sorted { threshold(node, $0, step) < threshold(node, $1, step) }
                .map { encoding.signal(node: node, depth: $0) }
        }
    }

    /// The bits of an input in frames of images: frame f is bit frame f mod M of image f ÷ M.
    func words(_ images: [[UInt8]], frames: Range<Int>) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: encoding.bitCount)
        let size = encoding.frameModulationSize
        for (place, frame) in frames.enumerated() {
            let image = images[frame / size]
            for depth in 0..<encoding.depthModulationSize {
                for node in image.indices where Int(image[node]) >= threshold(node, depth, frame % size) {
                    words[encoding.signal(node: node, depth: depth)] |= 1 << UInt64(place)
                }
            }
        }
        return words
    }

    /// A pixel's level at the very edge of a threshold of a bit frame: the smallest that gives a one if it gives a one, else the
    /// largest that gives a zero. As it is if no level of the frame is at an edge.
    func edge(of level: UInt8, node: Int, step: Int) -> UInt8 {
        let limits = (0..<encoding.depthModulationSize).map { threshold(node, $0, step) }
            .filter { (1...255).contains($0) }
        let above = limits.filter { $0 <= level }.max().map { UInt8($0) }
        let below = limits.filter { $0 > level }.min().map { UInt8($0 - 1) }
        switch (above, below) {
        case (let above?, let below?): return level - above <= below - level ? above : below
        default: return above ?? below ?? level
        }
    }

    /// An image that has these bits in a bit frame, at the very edge of its thresholds. Elsewhere it is `background`, moved to
    /// the edge of the thresholds of the bit frame `other`: so that each comparison stands at its edge in some image.
    func image(_ bits: [Bool?], step: Int, background: [UInt8], other: Int) -> [UInt8] {
        background.indices.map { node in
            var (low, high) = (0, 255)
            var (isBounded, isAbove) = (false, false)
            for depth in 0..<encoding.depthModulationSize {
                guard let bit = bits[encoding.signal(node: node, depth: depth)] else { continue }
                let limit = threshold(node, depth, step)
                guard (1...255).contains(limit) else { continue }
                isBounded = true
                if bit { (low, isAbove) = (max(low, limit), true) } else { high = min(high, limit - 1) }
            }
            return isBounded ? UInt8(isAbove ? low : high) : edge(of: background[node], node: node, step: other)
        }
    }
}
