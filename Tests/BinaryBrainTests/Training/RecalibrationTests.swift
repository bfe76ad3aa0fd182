import Testing

@testable import BinaryBrain

@Suite("Running statistics taken anew") struct RecalibrationTests {
    private static func net(momentum: Float = 0) throws -> Sequential {
        let net = Sequential([
            try DifferentiableLut(outputShape: [40], momentum: momentum, seed: 1),
            try DifferentiableLut(outputShape: [20], momentum: momentum, seed: 2), try DenseAffine(outputShape: [8]),
            try BatchNormalization(momentum: momentum), try StochasticBatchNormalization(momentum: momentum),
        ])
        try net.setInputShape([30])
        for tensor in net.parameters.tensors { for place in 0..<tensor.count { tensor[place] *= 3 } }
        return net
    }

    private static func batch(_ frames: Int, seed: UInt64) -> FrameBuffer {
        FrameBuffer.random(frames: frames, shape: [30], seed: seed)
    }

    private static func statistics(_ net: any Model) -> [[Float]] {
        net.leaves.flatMap { $0.runningStatistics.map(\.values) }
    }

    /// With one batch they are that batch's, whatever momentum the layers have and whatever was there before.
    @Test(arguments: [Float(0), 0.9, 1]) func oneBatchGivesItsOwnStatistics(momentum: Float) throws {
        let (subject, twin) = (try Self.net(momentum: momentum), try Self.net())
        _ = try subject.forward(Self.batch(50, seed: 9), train: true)
        subject.clear()
        let x = Self.batch(128, seed: 1)
        _ = try twin.forward(x, train: true)
        twin.clear()
        let recalibration = try Recalibration(of: subject)
        try recalibration.add(x)
        let change = try recalibration.finish()
        #expect(change.layers == 4 && change.samples == 128)
        for (a, b) in zip(Self.statistics(subject), Self.statistics(twin)) {
            #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
        }
        #expect(Set(Self.statistics(subject)[0]).count > 4)
        #expect(subject.leaves.compactMap { ($0 as? DifferentiableLut)?.momentum } == [momentum, momentum])
    }

    /// Several batches give mean and variance of all frames together, in the first layer exactly.
    @Test func batchesAddUp() throws {
        let net = Sequential([try BatchNormalization()])
        try net.setInputShape([30])
        let batches = [Self.batch(100, seed: 1), Self.batch(60, seed: 2)]
        let recalibration = try Recalibration(of: net)
        for x in batches { try recalibration.add(x) }
        _ = try recalibration.finish()
        let layer = try #require(net.leaves[0] as? BatchNormalization)
        for node in 0..<30 {
            let values = batches.flatMap { x in (0..<x.frameCount).map { Double(x[frame: $0, node: node]) } }
            let mean = values.reduce(0, +) / 160
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 160
            #expect(abs(Double(layer.runningMean[node]) - mean) < 1e-5)
            // Each batch's variance is the unbiased one.
            #expect(abs(Double(layer.runningVariance[node]) - variance) < 0.02 * variance)
        }
    }

    @Test func itSaysWhichTablesHaveChangedAndChangesNothingElse() throws {
        let net = try Self.net()
        // Statistics of very few frames are far from those of many.
        _ = try net.forward(Self.batch(3, seed: 5), train: true)
        net.clear()
        let (before, parameters) = (Self.statistics(net), net.parameters.tensors.map(\.values))
        let luts = net.leaves.compactMap { $0 as? DifferentiableLut }
        let tables = try luts.flatMap { try $0.truthTables() }
        let recalibration = try Recalibration(of: net)
        try recalibration.add(Self.batch(500, seed: 6))
        let change = try recalibration.finish()
        let now = try luts.flatMap { try $0.truthTables() }
        #expect(change.entries.changed == zip(tables, now).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount })
        #expect(change.entries.changed > 0 && change.entries.all == 60 * 64)
        #expect(change.nodes.changed == zip(tables, now).count { $0 != $1 } && change.nodes.all == 60)
        #expect(change.largestShift > 0.1)
        #expect(net.parameters.tensors.map(\.values) == parameters)
        recalibration.putBack()
        #expect(Self.statistics(net) == before)
    }

    @Test func lockedLayersKeepTheirs() throws {
        let net = try Self.net()
        try net.sendCommand("parameter_lock true", to: "DifferentiableLut6")
        let before = Self.statistics(net).prefix(4)
        let recalibration = try Recalibration(of: net)
        try recalibration.add(Self.batch(50, seed: 1))
        #expect(try recalibration.finish().layers == 2)
        #expect(Self.statistics(net).prefix(4) == before)
    }

    @Test func aNetWithoutStatisticsIsRefused() throws {
        let net = Sequential([try DenseAffine(outputShape: [3])])
        try net.setInputShape([4])
        #expect(throws: BrainError.self) { try Recalibration(of: net) }
        let direct = try DifferentiableLut(outputShape: [3], table: .direct)
        try direct.setInputShape([4])
        #expect(throws: BrainError.self) { try Recalibration(of: direct) }
    }
}
