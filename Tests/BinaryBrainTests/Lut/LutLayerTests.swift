import Testing

@testable import BinaryBrain

/// What the golden vectors do not show of LUT layers: commands, stacks, clamping, errors, live switching, threads.
@Suite struct LutLayerTests {
    static func randomFrames(_ frames: Int, _ nodes: Int, seed: UInt64, low: Double = 0, high: Double = 1)
        -> FrameBuffer
    {
        var random = MersenneTwister64(seed: seed)
        return FrameBuffer(
            frameMajor: (0..<frames * nodes).map { _ in Float(random.uniformDouble(low, high)) }, shape: [nodes])
    }

    /// ∂L/∂x and ∂L/∂W of real-valued nets are the slopes of the loss L = Σ c·y (checked by central differences).
    @Test(arguments: [true, false], 2...6)
    func finiteDifferences(batchNorm: Bool, inputs: Int) throws {
        let frames = 19
        let layer = try DifferentiableLut(
            outputShape: [3], binarize: false, batchNorm: batchNorm, gamma: 0.05, inputsPerNode: inputs)
        try layer.setInputShape([9])
        var random = MersenneTwister64(seed: 4)
        for i in 0..<layer.weights!.count { layer.weights!.floats[i] = Float(random.uniformDouble(0.2, 0.8)) }
        let x = Self.randomFrames(frames, 9, seed: 5, low: 0.1, high: 0.9)
        let c = Self.randomFrames(frames, 3, seed: 6, low: -1)
        func loss() throws -> Double {
            let y = try layer.forward(x, train: true)
            layer.clear()
            return zip(y.frameMajorValues(), c.frameMajorValues()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(c)
        let h: Float = 1.0 / 128
        func slope(_ p: UnsafeMutablePointer<Float>) throws -> Double {
            let value = p.pointee
            defer { p.pointee = value }
            p.pointee = value + h
            let above = try loss()
            p.pointee = value - h
            return (above - (try loss())) / Double(2 * h)
        }
        let scaleW = layer.gradients.tensors[0].values.reduce(0) { max($0, abs($1)) }
        for i in stride(from: 0, to: layer.weights!.count, by: 5) {
            let numeric = try slope(layer.weights!.floats.baseAddress! + i)
            #expect(abs(Float(numeric) - layer.gradients.tensors[0].floats[i]) < 0.01 * scaleW, "W[\(i)]")
        }
        let scaleX = dx.frameMajorValues().reduce(0) { max($0, abs($1)) }
        for node in 0..<9 {
            for frame in stride(from: 0, to: frames, by: 4) {
                let numeric = try slope(x.floats(node) + frame)
                #expect(abs(Float(numeric) - dx[frame: frame, node: node]) < 0.01 * scaleX, "x[\(frame), \(node)]")
            }
        }
    }

    @Test func weightsAreClampedByTheForwardAfterABackward() throws {
        let layer = try DifferentiableLut(outputShape: [4])
        let x = Self.randomFrames(16, 8, seed: 1)
        _ = try layer.forward(x, train: true)
        _ = try layer.backward(Self.randomFrames(16, 4, seed: 2))
        layer.weights!.floats[0] = 1.5
        layer.weights!.floats[1] = -0.5
        _ = try layer.forward(x, train: false)
        #expect(layer.weights!.floats[0] == 1)
        #expect(layer.weights!.floats[1] == 0)
        layer.weights!.floats[0] = 1.5
        _ = try layer.forward(x, train: false)
        #expect(layer.weights!.floats[0] == 1.5)
    }

    /// Two forwards, then their backwards in reverse order, give the same gradients as one after the other.
    @Test func forwardsNest() throws {
        func gradients(nested: Bool) throws -> ([Float], [Float], [Float]) {
            let layer = try DifferentiableLut(outputShape: [8], binarize: false)
            let first = Self.randomFrames(33, 12, seed: 1)
            let second = Self.randomFrames(20, 12, seed: 2)
            let dyFirst = Self.randomFrames(33, 8, seed: 3)
            let dySecond = Self.randomFrames(20, 8, seed: 4)
            _ = try layer.forward(first, train: true)
            if !nested {
                let dx = try layer.backward(dyFirst).frameMajorValues()
                layer.clampPending = false
                _ = try layer.forward(second, train: true)
                return (dx, try layer.backward(dySecond).frameMajorValues(), layer.gradients.tensors[0].values)
            }
            _ = try layer.forward(second, train: true)
            let dxSecond = try layer.backward(dySecond).frameMajorValues()
            return (try layer.backward(dyFirst).frameMajorValues(), dxSecond, layer.gradients.tensors[0].values)
        }
        let plain = try gradients(nested: false)
        let nested = try gradients(nested: true)
        #expect(plain.0 == nested.0)
        #expect(plain.1 == nested.1)
        #expect(zip(plain.2, nested.2).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    /// A layer may be switched between bits and reals while its neighbours are not.
    @Test func switchingTypesLive() throws {
        let net = Sequential([
            try DifferentiableLut(outputShape: [24]), try DifferentiableLut(outputShape: [12]),
            try DifferentiableLut(outputShape: [4]),
        ])
        try net.setInputShape([20])
        let x = Self.randomFrames(40, 20, seed: 1)
        let dy = Self.randomFrames(40, 4, seed: 2)
        for pattern in 0..<8 {
            for (index, layer) in net.layers.enumerated() {
                try layer.sendCommand(ModelCommand("binary", pattern >> index & 1 == 1))
            }
            let y = try net.forward(x, train: true)
            #expect(y.dtype == (pattern & 4 != 0 ? .bit : .fp32))
            _ = try net.backward(dy)
            #expect(net.gradients.tensors.allSatisfy { $0.values.allSatisfy(\.isFinite) })
        }
    }

    @Test func parameterLockFreezesTheStatistics() throws {
        let layer = try DifferentiableLut(outputShape: [8])
        let x = Self.randomFrames(64, 12, seed: 1)
        _ = try layer.forward(x, train: true)
        layer.clear()
        let mean = layer.runningMean.values
        try layer.sendCommand("parameter_lock true")
        let y = try layer.forward(Self.randomFrames(64, 12, seed: 9), train: true)
        #expect(layer.runningMean.values == mean)
        #expect(layer.parameters.tensors.isEmpty)
        #expect(y.frameCount == 64)
        // What is locked collects no gradient either, or it would all go into the first step after the lock.
        let dx = try layer.backward(Self.randomFrames(64, 8, seed: 3))
        #expect(dx.frameMajorValues().contains { $0 != 0 })
        try layer.sendCommand("parameter_lock false")
        #expect(layer.gradients.tensors[0].values.allSatisfy { $0 == 0 })
    }

    @Test func backwardBreakStopsTheGradient() throws {
        let layer = try DifferentiableLut(outputShape: [8])
        try layer.sendCommand("backward_break on")
        _ = try layer.forward(Self.randomFrames(64, 12, seed: 1), train: true)
        let dx = try layer.backward(Self.randomFrames(64, 8, seed: 2), needsInputGradient: true)
        #expect(dx == nil)
        #expect(layer.gradients.tensors[0].values.contains { $0 != 0 })
    }

    @Test func wrongUse() throws {
        let layer = try DifferentiableLut(outputShape: [8])
        #expect(throws: BrainError.self) { try layer.backward(Self.randomFrames(4, 8, seed: 1)) }
        try layer.setInputShape([12])
        #expect(throws: BrainError.self) { try layer.forward(Self.randomFrames(4, 11, seed: 1), train: true) }
        _ = try layer.forward(Self.randomFrames(4, 12, seed: 1), train: true)
        #expect(throws: BrainError.self) { try layer.backward(Self.randomFrames(5, 8, seed: 1)) }
        #expect(throws: BrainError.self) { try DifferentiableLut(outputShape: [8], inputsPerNode: 7) }
        #expect(throws: BrainError.self) { try DifferentiableLut(outputShape: [8, 0]) }
        #expect(throws: BrainError.self) { try DifferentiableLut(outputShape: [8], binaryType: .int8) }
        #expect(throws: BrainError.self) { try layer.sendCommand("binary maybe") }
        #expect(throws: BrainError.self) { try layer.sendCommand("binary") }
        #expect(try layer.sendCommand("no_such_thing true") == 0)
        #expect(try layer.sendCommand("binary false", to: "DifferentiableLut6") == 1)
        #expect(try layer.sendCommand("binary false", to: "DifferentiableLut") == 1)
        #expect(try layer.sendCommand("binary false", to: "DenseAffine") == 0)
    }

    @Test func errorsSayWhatToDo() throws {
        let error = #expect(throws: BrainError.self) { try DifferentiableLut(outputShape: [8], inputsPerNode: 1) }
        #expect(error?.description == "DifferentiableLut: a node cannot have 1 inputs: choose N from 2 to 6")
    }

    /// Every step after the first few works in memory that is already there.
    @Test func steadyStepsAllocateNothing() throws {
        let net = try BinaryModulation(
            Sequential([try DifferentiableLut(outputShape: [96]), try DifferentiableLut(outputShape: [20])]),
            trainingModulationSize: 3, outputShape: [10])
        try net.setInputShape([50])
        let x = Self.randomFrames(32, 50, seed: 1)
        let dy = Self.randomFrames(32, 10, seed: 2)
        func step() throws {
            _ = try net.forward(x, train: true)
            _ = try net.backward(dy, needsInputGradient: false)
        }
        for _ in 0..<3 { try step() }
        let counter = AllocationCounter()
        try AllocationCounter.$current.withValue(counter) { for _ in 0..<10 { try step() } }
        #expect(counter.blocks == 0)
    }
}
