import BinaryBrain
import Foundation
import TestSupport
import Testing
import UntrustedFiles

@testable import Workbench

/// Checkpoints whose checksum is right and whose contents are not: resuming says why not, or works.
@Suite("Checkpoints with wrong contents")
struct CheckpointMutationTests {
    @Test("Every number at its extremes") func everyField() async {
        await #expect(processExitsWith: .success) {
            // A sanitizer looks for another kind of fault, and takes some fifty times as long.
            try CheckpointMutations.run(
                dense: SlowTests.areEnabled ? 400 : 60,
                every: SlowTests.areEnabled ? 4 : Sanitizer.isActive ? 4999 : 199)
        }
    }

    /// The experiment of a tiny checkpoint after `change`.
    private func resume(_ change: (inout Checkpoint) throws -> Void) throws -> Experiment {
        let spec = try TinyExperiment.spec("modulation.method=normal")
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels)
        let experiment = try Experiment(spec: spec, data: data)
        for _ in 0..<2 { try experiment.trainMiniBatch() }
        var checkpoint = try experiment.checkpoint()
        try change(&checkpoint)
        let read = try Checkpoint(decoding: checkpoint.encode(), path: "forged")
        return try Experiment(read, spec: spec, data: data, path: "forged")
    }

    @Test("Histories that are longer than the training") func longHistories() throws {
        _ = try resume { _ in }
        let all: [WritableKeyPath<Histories, MetricHistory>] = [\.trainLoss, \.trainMetric, \.testLoss, \.testMetric]
        for history in all {
            let error = #expect(throws: BrainError.self) {
                try resume { $0.histories[keyPath: history].append(step: 3, value: 1) }
            }
            #expect(error?.why.contains("continue to step 3") == true)
        }
    }

    @Test("An order at its end, before the end of the epoch") func exhaustedOrder() throws {
        let exhaust = { (checkpoint: inout Checkpoint) in while checkpoint.order.next(16) != nil {} }
        let error = #expect(throws: BrainError.self) { try resume(exhaust) }
        #expect(error?.why.contains("no mini-batch left") == true)
        let atItsEnd = try resume {
            exhaust(&$0)
            $0.progress.awaitsEvaluation = true
        }
        atItsEnd.finishEpoch(heldOut: JournalRecord.Measurement(loss: 1, metric: 0, kind: .accuracy))
        try atItsEnd.trainMiniBatch()
    }

    /// A generator of zeros gives only zeros: drawing from a normal distribution would never end.
    @Test("A random state of zeros") func zeroGenerator() throws {
        #expect(throws: BrainError.self) {
            try resume { checkpoint in
                for (index, state) in checkpoint.modelStates.enumerated() {
                    guard let words = state["value_generator"] else { continue }
                    checkpoint.modelStates[index]["value_generator"] = [UInt64](repeating: 0, count: words.count)
                }
            }
        }
    }

    @Test("A state that is none of its layer") func foreignStates() throws {
        for (name, words) in [("host_only", [UInt64(7)]), ("host_only", []), ("another", [1]), ("parameter_lock", [2])]
        {
            #expect(throws: BrainError.self, "\(name) \(words)") {
                try resume { checkpoint in
                    let index = try #require(checkpoint.modelStates.firstIndex { $0["host_only"] != nil })
                    checkpoint.modelStates[index][name] = words
                }
            }
        }
    }
}

/// Puts extreme numbers in all places of a checkpoint, makes the checksum right, and resumes, in a process of its own.
enum CheckpointMutations {
    private static let extremes: [[UInt8]] = [
        [0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0], [255, 255, 255, 255, 255, 255, 255, 255],
        [255, 255, 255, 255, 255, 255, 255, 127], [255, 255, 255, 255, 255, 255, 31, 0], [0, 0, 0, 128, 0, 0, 0, 0],
        [100, 0, 0, 0, 0, 0, 0, 0], [0, 0, 192, 127, 0, 0, 192, 127], [0, 0, 128, 255, 0, 0, 240, 127],
    ]

    /// - Parameters:
    ///   - dense: so many of the first and last places of a section are all changed.
    ///   - step: between them, one place in so many is changed.
    static func run(dense: Int, every step: Int) throws {
        alarm(3000)
        let intact = try UntrustedFile.checkpoint.sample()
        let sections = try CheckpointContainer.decode(intact, path: "intact")
        let names = ["spec", "progress", "net", "models", "optimize", "order", "history", "samples"]
        guard Set(names) == Set(sections.keys) else { fatalError("the sections are \(sections.keys)") }
        var (files, accepted) = (0, 0)
        for name in names where name != "spec" {
            let section = Array(sections[name]!)
            for place in section.indices where place < dense || place >= section.count - dense || place % step == 0 {
                for bytes in extremes {
                    var changed = section
                    for (offset, byte) in bytes.enumerated() where place + offset < changed.count {
                        changed[place + offset] = byte
                    }
                    let file = CheckpointContainer.encode(
                        names.map { ($0, $0 == name ? changed : Array(sections[$0]!)) })
                    if UntrustedFile.checkpoint.read(file) { accepted += 1 }
                    files += 1
                }
            }
        }
        FileHandle.standardError.write(Data("checkpoint mutations: \(files), \(accepted) accepted\n".utf8))
    }
}
