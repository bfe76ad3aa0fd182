import Foundation
import Testing

@testable import BinaryBrain
@testable import Devices

/// Trainings on a device against the same trainings on the processor, each in a process of its own: the choice of a device is the process's.
@Suite(.enabled(if: TestDevice.index != nil))
struct DeviceTrainingTests {
    /// A net with layers that devices have kernels for, and others between them; a few mini-batches of it.
    struct Training {
        let trainer: Trainer
        let luts: [DifferentiableLut]

        init(candidates: Int? = nil) throws {
            let settings = candidates.map { LearnableConnection.Settings(candidates: $0, regrow: 1) }
            luts = [
                try DifferentiableLut(outputShape: [120], learnable: settings),
                try DifferentiableLut(outputShape: [60], seed: 2), try DifferentiableLut(outputShape: [30], seed: 3),
            ]
            let net = try BinaryModulation(
                Sequential([luts[0], Dropout(rate: 0.1), luts[1], luts[2], GroupSum(outputShape: [10])]),
                trainingModulationSize: 3)
            try net.setInputShape([40])
            trainer = try Trainer(
                net: net, loss: LossSoftmaxCrossEntropy(), metrics: MetricsCategoricalAccuracy(),
                optimizer: OptimizerAdam(learningRate: 0.01))
        }

        /// Trains step `number`.
        func step(_ number: Int) throws -> Double {
            let x = FrameBuffer.random(frames: 32, shape: [40], seed: UInt64(number + 1))
            let t = FrameBuffer(.fp32, frameCount: 32, shape: [10])
            for frame in 0..<32 { t[frame: frame, node: (frame * 7 + number) % 10] = 1 }
            let regrowth = number == 2 ? WireRegrowth(of: luts, input: x, target: t) : nil
            return try trainer.step(x, t, after: regrowth).loss
        }

        /// Everything that was trained, as bits.
        var state: [UInt32] {
            (trainer.net.parameters.tensors + luts.flatMap(\.runningStatistics)).flatMap { $0.floats.map(\.bitPattern) }
        }
    }

    @Test func aTrainingIsTheSame() async {
        await #expect(processExitsWith: .success) { try Self.compare(candidates: nil) }
    }

    @Test func aTrainingOfWiresIsTheSame() async {
        await #expect(processExitsWith: .success) { try Self.compare(candidates: 6) }
    }

    private static func compare(candidates: Int?) throws {
        let here = try Training(candidates: candidates)
        let losses = try (0..<5).map { try here.step($0) }
        try BrainSystem.setDevice(TestDevice.index!)
        let there = try Training(candidates: candidates)
        #expect(try (0..<5).map { try there.step($0) } == losses)
        #expect(there.state == here.state)
        #expect(BrainSystem.deviceTraffic!.toDevice > 1000 && BrainSystem.lostDevice == nil)
        #expect(there.luts.map(\.ranOnDevice) == [true, true, true])
        // A layer that is to stay here does; what it computes is the same.
        let mixed = try Training(candidates: candidates)
        mixed.luts[1].allowsDevice = false
        for number in 0..<5 { _ = try mixed.step(number) }
        #expect(mixed.state == here.state)
        #expect(mixed.luts.map(\.ranOnDevice) == [true, false, true])
    }

    /// Convolutions on bits, with every border and stride, and pooling: all of it stays on the device.
    @Test func aTrainingOfConvolutionsIsTheSame() async {
        await #expect(processExitsWith: .success) {
            func train() throws -> (state: [UInt32], places: [Bool]) {
                let lut = { (nodes: Int, seed: UInt64) in try DifferentiableLut(outputShape: [nodes, 1, 1], seed: seed)
                }
                let body = Sequential([
                    try Convolution2d(
                        Sequential([lut(12, 1), lut(4, 2)]), filterSize: PlaneSize(3)),
                    try Convolution2d(
                        Sequential([lut(6, 3)]), filterSize: PlaneSize(height: 2, width: 3), stride: PlaneSize(2),
                        padding: .same, borderMode: .constant, borderValue: 1),
                    try MaxPooling(), try Convolution2d(lut(5, 4), filterSize: PlaneSize(2), padding: .same),
                    try DifferentiableLut(outputShape: [20], seed: 5),
                    try DifferentiableLut(outputShape: [10], seed: 6),
                ])
                let net = try BinaryModulation(body, trainingModulationSize: 3)
                try net.setInputShape([1, 12, 12])
                let trainer = try Trainer(
                    net: net, loss: LossSoftmaxCrossEntropy(), metrics: MetricsCategoricalAccuracy(),
                    optimizer: OptimizerAdam(learningRate: 0.01))
                for step in 0..<3 {
                    let x = FrameBuffer.random(frames: 24, shape: [1, 12, 12], seed: UInt64(step + 1))
                    let t = FrameBuffer(.fp32, frameCount: 24, shape: [10])
                    for frame in 0..<24 { t[frame: frame, node: (frame * 7 + step) % 10] = 1 }
                    _ = try trainer.step(x, t)
                }
                let tensors = net.parameters.tensors + body.leaves.flatMap(\.runningStatistics)
                return (tensors.flatMap { $0.floats.map(\.bitPattern) }, body.leaves.map(\.ranOnDevice))
            }
            let here = try train()
            #expect(here.places.allSatisfy { !$0 })
            try BrainSystem.setDevice(TestDevice.index!)
            let there = try train()
            #expect(there.state == here.state && there.places.allSatisfy { $0 } && there.places.count == 13)
            #expect(BrainSystem.lostDevice == nil)
        }
    }

    /// A device that fails at any call: the mini-batch is repeated on the processor, and nothing is lost.
    @Test func aLostDeviceLosesNothing() async {
        await #expect(processExitsWith: .success) {
            let here = try Training(candidates: 6)
            let losses = try (0..<4).map { try here.step($0) }
            var failed = 0
            for calls in [0, 1, 7, 30, 60, 111, 170, 230, 300, 401] {
                try BrainSystem.setDevice(TestDevice.index!)
                let there = try Training(candidates: 6)
                _ = try there.step(0)
                DeviceSelection.shared.device!.fail(afterCalls: calls)
                #expect(try (1..<4).map { try there.step($0) } == Array(losses.dropFirst()), "after \(calls) calls")
                #expect(there.state == here.state, "after \(calls) calls")
                guard let loss = BrainSystem.lostDevice else { continue }
                failed += 1
                #expect(BrainSystem.device == nil && loss.contains("is lost: cl"))
            }
            #expect(failed >= 6, "\(failed)")
        }
    }

    @Test func answersAreTheSame() async {
        await #expect(processExitsWith: .success) {
            let training = try Training()
            _ = try training.step(0)
            let x = FrameBuffer.random(frames: 50, shape: [40], seed: 9)
            let wanted = try training.trainer.net.forward(x, train: false).frameMajorValues()
            try BrainSystem.setDevice(TestDevice.index!)
            #expect(try training.trainer.net.answers(to: x).frameMajorValues() == wanted)
            #expect(BrainSystem.deviceTraffic!.toDevice > 1000)
            DeviceSelection.shared.device!.fail(afterCalls: 3)
            #expect(try training.trainer.net.answers(to: x).frameMajorValues() == wanted)
            #expect(BrainSystem.lostDevice != nil)
        }
    }
}
