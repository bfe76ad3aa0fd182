import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A sweep that is read back from its folder, and what words ask of one.
@Suite("Sweeps without their command line") struct SweepFolderTests {
    private func store(_ folder: TemporaryFolder) -> RunStore { RunStore(path: "\(folder.path)/runs") }

    /// The same trainings to the last letter, so that the one goes on with what the other began.
    @Test(arguments: [
        ("--over batch_size=8,16 --seeds 2", []),
        ("--oversampling 1,3 --over batch_size=8,16", ["epochs=2", "seed=7"]),
        ("--over 'optimizer.Adam.learning_rate=log 1e-4..1e-1' --samples 5", ["modulation.train=5"]),
        ("--over net.0.DifferentiableLut.output_shape=[48],[24, 2]", []),
    ])
    func theFolderIsEnough(words: String, overrides: [String]) throws {
        let folder = try TemporaryFolder()
        let sweep = try SweepRequest(parsing: words).sweep(
            of: TinyExperiment.path(in: folder), overrides: overrides.map { try SpecificationOverride(parsing: $0) })
        let place = SweepFolder(store: store(folder), name: "mine")
        try place.take(for: sweep)
        #expect(SweepFolder.all(in: store(folder)).map(\.name) == ["mine"])
        let found = try #require(SweepFolder(at: place.path))
        #expect(found.store.path == place.store.path && found.name == "mine")
        let read = try found.sweep()
        #expect(read.tasks == sweep.tasks && read.digest == sweep.digest && read.axes == sweep.axes)
        for task in sweep.tasks { #expect(try read.spec(of: task).yaml == sweep.spec(of: task).yaml) }
        try found.take(for: read)
    }

    @Test func whatIsMissingOrChangedIsTold() throws {
        let folder = try TemporaryFolder()
        let place = SweepFolder(store: store(folder), name: "mine")
        func reason() -> String { (#expect(throws: (any Error).self) { try place.sweep() }).map { "\($0)" } ?? "" }
        #expect(reason().contains("has none of that name"))
        #expect(SweepFolder(at: place.path) == nil)
        let sweep = try SweepRequest(parsing: "--over batch_size=8,16").sweep(of: TinyExperiment.path(in: folder))
        try place.take(for: sweep)
        let path = "\(place.path)/experiment.yaml"
        try FileManager.default.removeItem(atPath: path)
        #expect(reason().contains("an earlier version made it"))
        try place.take(for: sweep)
        _ = try place.sweep()
        try Data((TinyExperiment.yaml + "\nevaluate: { train_set: true }\n").utf8).write(to: URL(fileURLWithPath: path))
        #expect(reason().contains("do not belong together"))
        try Data("axes: 3\n".utf8).write(to: URL(fileURLWithPath: "\(place.path)/sweep.yaml"))
        #expect(reason().contains("axes or seeds are missing"))
    }

    @Test func wordsAreRead() throws {
        let request = try SweepRequest(
            parsing: #"--over "a.b=log 1e-4..1e-1"  --seeds 3 --samples 4 --halving 2 --name n-1 --over c=[1, 2],[3]"#)
        #expect(request.axes.map(\.values) == [["log 1e-4..1e-1"], ["[1, 2]", "[3]"]])
        #expect(request.seeds == 3 && request.samples == 4 && request.halving == 2 && request.name == "n-1")
        #expect(try !SweepRequest(parsing: "").isSweep)
        for wrong in ["--over", "--seeds 0", "--seeds x", "--name a/b", "batch_size=3,4", "--epochs 3"] {
            #expect(throws: BrainError.self, "\(wrong)") { try SweepRequest(parsing: wrong) }
        }
    }
}
