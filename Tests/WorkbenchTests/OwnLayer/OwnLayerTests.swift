import BinaryBrain
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Workbench

/// A layer of another package, of which this one knows nothing but its card: `Scale`, the example in CONTRIBUTING.md.
@Suite("A layer of another package") struct OwnLayerTests {
    @Test("The page shows this layer") func page() throws {
        let page = try String(contentsOfFile: ProjectFolder.path("CONTRIBUTING.md"), encoding: .utf8)
        let source = try String(
            contentsOfFile: ProjectFolder.path("Tests/WorkbenchTests/OwnLayer/Scale.swift"), encoding: .utf8)
        #expect(page.contains("```swift\n\(source)```"), "copy Scale.swift into CONTRIBUTING.md")
    }

    /// In a process of its own: what is registered stays.
    @Test("It has a place in experiment files, model files, checkpoints, commands and netlists") func everywhere() async
    {
        await #expect(processExitsWith: .success) {
            try LayerRegistry.register(Scale.card)
            try OwnLayer.check()
        }
    }
}

/// What an own layer must be able to do.
enum OwnLayer {
    static func check() throws {
        let spec = try TinyExperiment.spec(
            "net=[DifferentiableLut: { output_shape: [24] }, Scale: { factor: 0.75, name: own }, "
                + "DifferentiableLut: { output_shape: [4] }]")
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels)
        let first = try Experiment(spec: spec, data: data)
        for _ in 0..<3 { try first.trainMiniBatch() }
        try require(try first.net.sendCommand("factor 1.5", to: "own") == 1, "it knows its command")
        try require(try first.net.sendCommand("factor 1.5") == 1, "no other layer does")

        let file = try first.checkpoint().encode()
        let second = try Experiment(
            Checkpoint(decoding: file, path: "own"), spec: spec, data: data, path: "own")
        for experiment in [first, second] { try experiment.trainMiniBatch() }
        try require(
            try first.checkpoint().digest == second.checkpoint().digest, "a training goes on from a checkpoint")
        try require(LayerTable(of: first.body).snapshots[1].className == "Scale", "it has a row on the screens")

        // 1 becomes 1.5, which is above the threshold of the layer behind it; 0 stays.
        let x = try data.batch(of: data.test, samples: [0, 1, 2, 3, 4, 5, 6, 7]).input
        let netlist = try Netlist(extracting: first.net)
        let (net, hardware) = try (first.net.forward(x, train: false), NetlistEvaluator(netlist).forward(x))
        try require(net.frameMajorValues() == hardware.frameMajorValues(), "the netlist answers as the net does")
        do {
            _ = try TinyExperiment.spec("net=[Scale: { factor: 9 }, DenseAffine: { output_shape: [4] }]")
            try require(false, "a field out of its range is refused")
        } catch let error as SpecificationError {
            try require(error.field == "net.0.Scale.factor", "the error names the field")
        }
    }

    private static func require(_ condition: Bool, _ what: String) throws {
        guard condition else { throw BrainError(.usage, what: "an own layer", why: "not so: \(what)", remedy: "") }
    }
}
