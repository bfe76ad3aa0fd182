import BinaryBrain

/// How much a net of bits and the same net with real numbers between its layers agree.
enum ModeAgreement {
    /// For each layer of LUTs with a binary switch in the layer table, the share of (sample, node) whose bit is the same as the
    /// real number, rounded; both nets get the same modulated bits. They are copies: the experiment's net stays as it is.
    static func measure(_ experiment: Experiment, sampleCount: Int) throws -> [Float?] {
        let image = try experiment.netImage()
        let samples = ExperimentData.spread(sampleCount, over: experiment.data.heldOut.count)
        guard !samples.isEmpty else { return [] }
        let (x, _) = try experiment.data.batch(of: experiment.data.heldOut, samples: samples[...])
        let bits = try outputs(of: image, x, binary: true, seed: experiment.spec.seed)
        let numbers = try outputs(of: image, x, binary: false, seed: experiment.spec.seed)
        return zip(bits, numbers).map { bits, numbers in
            guard let bits, let numbers, bits.frameCount == numbers.frameCount else { return nil }
            return share(of: bits, numbers)
        }
    }

    /// The output of each layer that has a switch.
    private static func outputs(
        of image: NetImage, _ x: FrameBuffer, binary: Bool, seed: UInt64
    ) throws -> [FrameBuffer?] {
        let net = try image.makeNet(seed: seed, path: "copy of the net")
        let modulation = net.modulation
        let body = modulation?.layer ?? net
        try modulation?.realToBinary.sendCommand("binary true")
        try modulation?.binaryToReal.sendCommand("binary true")
        try binary ? body.switchToBinaryMode() : body.switchToNumbers()
        let layers = body.leaves
        var outputs = [FrameBuffer?](repeating: nil, count: layers.count)
        try body.observingOutputs { model, output in
            guard model.luts != nil, model.isBinary != nil,
                let index = layers.firstIndex(where: { $0 === model })
            else { return }
            outputs[index] = output
        } during: {
            _ = try net.forward(x, train: false)
        }
        return outputs
    }

    private static func share(of bits: FrameBuffer, _ numbers: FrameBuffer) -> Float? {
        let count = bits.nodeCount * bits.frameCount
        guard count > 0, bits.nodeCount == numbers.nodeCount else { return nil }
        var same = 0
        for node in 0..<bits.nodeCount {
            for frame in 0..<bits.frameCount
            where (bits[frame: frame, node: node] > 0.5) == (numbers[frame: frame, node: node] > 0.5) {
                same += 1
            }
        }
        return Float(same) / Float(count)
    }
}

/// The agreement of the present net, measured when it is due: it needs two copies of the net.
struct AgreementGauge {
    private(set) var values: [Float?] = []
    /// What the last measurement took; it has an allowance of its own.
    private(set) var lastTime = Duration.zero
    private var isStale = true
    private var next = ContinuousClock.now

    /// Looking into the net takes at most one part in this many of the time.
    static let economy = 20
    /// Test samples that agreement is measured on.
    private static let sampleCount = 16

    /// The net has changed.
    mutating func noteChange() { isStale = true }

    /// Measures if the net has changed, and enough time has passed or there is nothing else to do.
    mutating func measureIfDue(_ experiment: Experiment, atRest: Bool) throws {
        let start = ContinuousClock.now
        lastTime = .zero
        guard isStale, atRest || start >= next else { return }
        values = try ModeAgreement.measure(experiment, sampleCount: Self.sampleCount)
        isStale = false
        let end = ContinuousClock.now
        lastTime = end - start
        next = end + lastTime * Self.economy
    }
}
