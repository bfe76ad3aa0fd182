import BinaryBrain
import Testing
import TestSupport

@Suite("BatchNormalization")
struct BatchNormalizationTests {
    private func check(_ vector: String, lock: Bool) throws {
        let golden = try Golden.arrays(vector)
        let layer = try BatchNormalization(gamma: 0.7, beta: 0.1)
        try layer.setInputShape([30])
        let gradients = layer.gradients.tensors
        try layer.sendCommand("parameter_lock \(lock)")
        func expectAgreement(_ values: [Float], _ array: String) {
            #expect(Golden.deviation(of: values, from: golden[array]!, name: "\(vector)/\(array)") < 1e-5)
        }
        expectAgreement(layer.gamma.values, "gamma")
        expectAgreement(layer.beta.values, "beta")
        expectAgreement(try layer.forward(golden["x"]!.frameBuffer(), train: true).frameMajorValues(), "y_train")
        expectAgreement(try layer.backward(golden["dy"]!.frameBuffer()).frameMajorValues(), "dx")
        expectAgreement(gradients[0].values, "dgamma")
        expectAgreement(gradients[1].values, "dbeta")
        expectAgreement(layer.runningMean.values, "running_mean")
        expectAgreement(layer.runningVariance.values, "running_var")
        expectAgreement(try layer.forward(golden["x"]!.frameBuffer(), train: false).frameMajorValues(), "y_infer")
    }

    @Test func agreesWithTheOriginal() throws { try check("batchnorm", lock: false) }

    @Test func agreesWithTheOriginalUnderTheLock() throws { try check("batchnorm_parameter_lock", lock: true) }

    @Test func bypassHandsTheSameMemoryOn() throws {
        let layer = try BatchNormalization(gamma: 3)
        try layer.sendCommand("bypass true")
        let x = FrameBuffer.random(frames: 3, shape: [4], seed: 1)
        let dy = FrameBuffer.random(frames: 3, shape: [4], seed: 2)
        #expect(try layer.forward(x, train: true).storage === x.storage)
        // Switching back does not change what the pending backward does.
        try layer.sendCommand("bypass false")
        #expect(try layer.backward(dy).storage === dy.storage)
    }

    @Test func fixedParametersAreNotTrained() throws {
        let layer = try BatchNormalization(fixGamma: true)
        try layer.setInputShape([4])
        #expect(layer.parameters.tensors.map(\.storage.base) == [layer.beta.storage.base])
        #expect(layer.gradients.tensors.count == 1)
        try layer.sendCommand("fix_gamma false")
        try layer.sendCommand("fix_beta true")
        #expect(layer.parameters.tensors.map(\.storage.base) == [layer.gamma.storage.base])
        try layer.sendCommand("fix_gamma true")
        _ = try layer.forward(.random(frames: 5, shape: [4], seed: 1), train: true)
        _ = try layer.backward(.random(frames: 5, shape: [4], seed: 2))
        try layer.sendCommand("fix_gamma false")
        try layer.sendCommand("fix_beta false")
        #expect(layer.gradients.tensors.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    }

    @Test func oneFrameLeavesTheRunningVarianceFinite() throws {
        let layer = try BatchNormalization()
        let y = try layer.forward(.random(frames: 1, shape: [4], seed: 1), train: true)
        #expect(y.frameMajorValues().allSatisfy { $0 == 0 })
        #expect(layer.runningVariance.values == [1, 1, 1, 1])
    }

    /// The one-pass formula of the original loses all digits here.
    @Test func largeOffsetsDoNotSpoilTheVariance() throws {
        let layer = try BatchNormalization(momentum: 0)
        let x = FrameBuffer(frameMajor: (0..<256).map { 10000 + Float($0 % 2) }, shape: [1])
        _ = try layer.forward(x, train: true)
        #expect(abs(layer.runningVariance.values[0] - 0.25 * 256 / 255) < 1e-6)
        #expect(layer.runningMean.values[0] == 10000.5)
    }

    @Test func commands() throws {
        let layer = try BatchNormalization()
        for verb in ["bypass", "fix_gamma", "fix_beta", "parameter_lock", "host_only", "host_simd"] {
            #expect(try layer.sendCommand("\(verb) on", to: "BatchNormalization") == 1)
            #expect(throws: BrainError.self) { try layer.sendCommand("\(verb) maybe") }
        }
        #expect(layer.bypass && layer.fixGamma && layer.fixBeta && layer.parameterLock && layer.hostSimd)
        #expect(try layer.sendCommand("set_momentum 0.5") == 1)
        #expect(layer.momentum == 0.5)
        for bad in ["1.5", "-0.1", "nan", "much"] {
            #expect(throws: BrainError.self) { try layer.sendCommand("set_momentum \(bad)") }
        }
        #expect(layer.momentum == 0.5)
        #expect(try layer.sendCommand("binary true") == 0)
        #expect(throws: BrainError.self) { try BatchNormalization(momentum: 2) }
        #expect(throws: BrainError.self) { try BatchNormalization(gamma: .nan) }
    }
}
