import BinaryBrain
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Workbench

/// What somebody looks at is measured, is right, and leaves no trace.
@Suite struct InspectionTests {
    private func paused(_ focus: Focus, _ overrides: String..., steps: Int = 2) throws -> (TinySession, Snapshot) {
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny.yaml",
            overrides: overrides.map { try SpecificationOverride(parsing: $0) })
        let tiny = TinySession(spec, isWatched: true, first: .pause)
        tiny.session.look(at: focus)
        for _ in 0..<steps { tiny.send(.stepMiniBatch) }
        return (tiny, tiny.session.waitUntilIdle())
    }

    @Test func nothingIsMeasuredThatNobodyLooksAt() throws {
        let (_, snapshot) = try paused(.overview)
        #expect(snapshot.layerInspection == nil)
        #expect(snapshot.lutInspection == nil)
        #expect(snapshot.modulationSweep == nil)
        #expect(snapshot.samples.count == Probe.sampleCount)
    }

    @Test func lutsAreThoseOfTheNetlist() throws {
        let spec = try TinyExperiment.spec()
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: spec.target)
        let experiment = try Experiment(spec: spec, data: data)
        for _ in 0..<3 { try experiment.trainMiniBatch() }
        let netlist = try Netlist(extracting: experiment.net)
        let layers = LayerTable(of: experiment.body).layers
        let flow = SignalFlow(through: experiment.body)
        #expect(flow.sources == [.input, .layer(0), .layer(1)])
        for layer in layers.indices {
            let inspection = try #require(
                try LutInspection(of: layer, node: 1, in: layers, flow: flow, step: 3))
            #expect(inspection.tables == netlist.luts.filter { $0.layer == layer }.map(\.table))
            let weights = try #require((layers[layer] as? DifferentiableLut)?.weights)
            #expect(inspection.entries == Array(weights.floats[64..<128]))
            #expect(inspection.wires.count == inspection.tables.count * 6)
        }
    }

    /// Patterns that occur, and those that matter, against the frames one by one.
    @Test(arguments: ["modulation.test=1", "modulation.test=3"]) func careIsWhatTrainingSamplesShow(override: String)
        throws
    {
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.spec().yaml, source: "tiny.yaml",
            overrides: [try SpecificationOverride(parsing: override)])
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: spec.target)
        let experiment = try Experiment(spec: spec, data: data)
        for _ in 0..<3 { try experiment.trainMiniBatch() }
        let net = try experiment.checkpoint().makeNet(seed: 1, path: "a test")
        try net.switchToBinaryMode()
        let netlist = try Netlist(extracting: net)
        let indices = ExperimentData.spread(256, over: data.train.count)
        let x = try data.batch(of: data.train, samples: indices[...]).input
        let steps = netlist.encoding.frameModulationSize
        for layer in 0..<2 {
            let care = try LutCare(of: layer, node: 2, experiment)
            let first = try #require(netlist.luts.firstIndex { $0.layer == layer })
            let lut = netlist.luts[first + 2]
            var luts = netlist.luts
            luts[first + 2].table = ~lut.table
            let turned = try Netlist(
                inputCount: netlist.inputCount, luts: luts, outputs: netlist.outputs, layerNames: netlist.layerNames,
                encoding: netlist.encoding, decoding: netlist.decoding)
            var (seen, needed): (Set<Int>, Set<Int>) = ([], [])
            for sample in 0..<x.frameCount {
                for step in 0..<steps {
                    var signals = [Bool](repeating: false, count: netlist.inputCount)
                    for node in 0..<x.nodeCount {
                        signals[netlist.encoding.signal(node: node, depth: 0)] =
                            x[frame: sample, node: node] >= netlist.encoding.threshold(node: node, depth: 0, step: step)
                    }
                    let isNeeded = netlist.evaluate(signals) != turned.evaluate(signals)
                    for lut in netlist.luts.prefix(first) {
                        let pattern = lut.inputs.enumerated().reduce(0) {
                            signals[Int($1.element)] ? $0 | 1 << $1.offset : $0
                        }
                        signals.append(lut.table >> UInt64(pattern) & 1 == 1)
                    }
                    let pattern = lut.inputs.enumerated().reduce(0) {
                        signals[Int($1.element)] ? $0 | 1 << $1.offset : $0
                    }
                    seen.insert(pattern)
                    if isNeeded { needed.insert(pattern) }
                }
            }
            #expect(care.sampleCount == x.frameCount && care.seen == seen.count && care.needed == needed.count)
            #expect(care.patternCount == 1 << Set(lut.inputs).count)
            if case .lut(let inputs) = care.form { #expect(inputs > 1 && needed.count > 1) }
        }
    }

    /// Dead means that no output depends on it: flipping a dead LUT changes nothing, flipping a live one does.
    @Test func deadLutsChangeNothing() throws {
        let spec = try TinyExperiment.spec()
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: spec.target)
        let experiment = try Experiment(spec: spec, data: data)
        // 24 LUTs of which the last layer of four can read all: look at the first layer, of which some are not read.
        let layers = LayerTable(of: experiment.body).layers
        let flow = SignalFlow(through: experiment.body)
        let isLive = try #require(try LutLiveness.isLive(0, in: layers, flow: flow))
        let reader = try #require(try LutLayerTables(of: layers[1]))
        let read = Set(reader.wires.map(Int.init))
        for lut in isLive.indices where !read.contains(lut) { #expect(!isLive[lut]) }
        let needed = reader.neededInputs(isLive: try #require(try LutLiveness.isLive(1, in: layers, flow: flow)))
        #expect(needed == isLive)
        #expect(try #require(try LutLiveness.isLive(2, in: layers, flow: flow)) == [true, true, true, true])
    }

    @Test(arguments: [
        // a, not b, constants, a XOR b, and a function that ignores input 1.
        (UInt64(0b1010), UInt8(0b01)), (0b0011, 0b10), (0, 0), (0b1111, 0), (0b0110, 0b11), (0b0101, 0b01),
    ])
    func usedInputs(table: UInt64, used: UInt8) {
        let tables = LutLayerTables(inputsPerLut: 2, tables: [table], wires: [0, 1], inputCount: 2)
        #expect(tables.usedInputs(of: 0) == used)
        let census = tables.census(isLive: [false])
        #expect(census.constant == (used == 0 ? 1 : 0))
        #expect(census.passThrough == (used.nonzeroBitCount == 1 ? 1 : 0))
        #expect(census.dead == 1)
    }

    @Test func aLayerInDepth() throws {
        let (tiny, snapshot) = try paused(.layer(1), steps: 3)
        let inspection = try #require(snapshot.layerInspection)
        #expect(inspection.layer == 1)
        #expect(inspection.step == 3)
        #expect(inspection.parameters?.counts.reduce(0, +) == 24 * 64)
        #expect(inspection.luts?.count == 24)
        #expect(inspection.luts?.byInputCount.reduce(0, +) == 24)
        #expect(inspection.agreement.count == 3)
        #expect(inspection.agreement.allSatisfy { $0.map { (0...1).contains($0) } ?? false })
        #expect(inspection.gradientNorms.count == 3)
        #expect(inspection.gradientNorms.points.allSatisfy { $0.value.isFinite && $0.value > 0 })
        // Another layer begins anew; nobody there, nothing is kept.
        tiny.session.look(at: .layer(2))
        #expect(tiny.session.waitUntilIdle().layerInspection?.layer == 2)
        tiny.session.look(at: .overview)
        #expect(tiny.session.waitUntilIdle().layerInspection == nil)
    }

    /// A net without binary switches on agrees with itself.
    @Test func bitsAgreeWithThemselves() throws {
        let spec = try TinyExperiment.spec(
            "net.0={DifferentiableLut: {output_shape: [48], bin_dtype: bit}}",
            "net.1={DifferentiableLut: {output_shape: [24], bin_dtype: bit}}",
            "net.2={DifferentiableLut: {output_shape: [4], bin_dtype: bit}}")
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: spec.target)
        let experiment = try Experiment(spec: spec, data: data)
        #expect(try ModeAgreement.measure(experiment, sampleCount: 8) == [1, 1, 1])
    }

    @Test func samplesAndConfusion() throws {
        let (tiny, snapshot) = try paused(.samples)
        #expect(snapshot.samples.count == Probe.largeSampleCount)
        let end = tiny.send(.stepEpoch)
        let confusion = try #require(end.confusion)
        #expect(confusion.total == 40)
        #expect(confusion.total(label: 2) == 10)
        let accuracy = try #require(end.testMetric.last).value
        #expect(abs(Float(confusion.rightCount) / 40 - accuracy) < 1e-6)
    }

    /// The point at the experiment's own oversampling is what the test at the end of training has measured.
    @Test func theSweepMeasuresTheWeights() throws {
        let tiny = TinySession(try TinyExperiment.spec(), isWatched: true)
        let end = tiny.session.waitUntilIdle()
        tiny.session.look(at: .modulation)
        Patience.wait { tiny.session.snapshot.modulationSweep?.isDone == true }
        let done = try #require(tiny.session.snapshot.modulationSweep)
        #expect(done.isDone && done.failure == nil)
        #expect(done.step == end.step)
        #expect(done.points.map(\.oversampling) == Command.modulationLadder)
        #expect(done.lutCount == 76)
        let own = try #require(done.points.first { $0.oversampling == 3 })
        #expect(abs(try #require(own.metric) - Double(try #require(end.testMetric.last).value)) < 1e-6)
        #expect(abs(try #require(own.loss) - Double(try #require(end.testLoss.last).value)) < 1e-4)
        #expect(done.points.allSatisfy { $0.imageCount == 40 && $0.meanSquaredError != nil })
    }

    /// Whatever is looked at, training goes the same way, with random thresholds too.
    @Test(arguments: [
        Focus.layer(1), .luts(layer: 0, node: 3), .samples, .modulation, .layer(99), .luts(layer: 99, node: -1),
    ])
    func lookingLeavesNoTrace(focus: Focus) throws {
        let random = try TinyExperiment.spec("modulation.method=normal", "epochs=12")
        let alone = TinySession(random)
        let watched = TinySession(random, isWatched: true, first: .pause)
        watched.session.look(at: focus)
        watched.send(.stepMiniBatch)
        watched.send(.resume)
        let first = alone.session.waitUntilIdle()
        let second = watched.session.waitUntilIdle()
        #expect(first.trainLoss.points == second.trainLoss.points)
        #expect(first.testMetric.last == second.testMetric.last)
        #expect(second.state == .finished)
    }
}
