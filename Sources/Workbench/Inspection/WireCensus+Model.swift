import BinaryBrain

extension WireCensus {
    /// Counts the wires of a layer; nil if it has none.
    init?(of layer: any Model, changes: MetricHistory) {
        guard let connection = layer.luts?.connection else { return nil }
        var readers = [Int](repeating: 0, count: connection.inputShape.count)
        for input in connection.table.int32s { readers[Int(input)] += 1 }
        self.init(
            count: connection.table.count, candidates: layer.learnedLut?.wires?.candidateCount,
            inputCount: readers.count, inputsRead: readers.count { $0 > 0 },
            image: Self.image(readers, shape: connection.inputShape.dimensions), changes: changes)
    }

    /// The readers of all channels of a pixel together, by the root of their share of the most: few are to be told from none.
    private static func image(_ readers: [Int], shape: [Int]) -> SampleImage? {
        guard shape.count == 3, shape[1] > 1, shape[2] > 1 else { return nil }
        let points = shape[1] * shape[2]
        let pixels = (0..<points).map { pixel in (0..<shape[0]).reduce(0) { $0 + readers[$1 * points + pixel] } }
        let most = Float(max(1, pixels.max() ?? 1))
        return SampleImage(
            channels: 1, height: shape[1], width: shape[2], values: pixels.map { (Float($0) / most).squareRoot() })
    }
}
