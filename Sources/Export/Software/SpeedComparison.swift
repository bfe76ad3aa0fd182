import BinaryBrain
import Foundation
import Netlist

/// The speed of an exported program beside that of the workbench's own evaluator: the same net, the same vectors, one
/// thread, in turn on the same machine. It informs; no time fails a proof.
struct SpeedComparison {
    let runner: ToolRunner
    let netlist: Netlist
    private static let rounds = 5
    /// How long one measurement of the evaluator takes, in seconds: as long as one of the program.
    private static let duration = 0.1

    /// Something that both do, and how fast: the best of all rounds.
    private struct Task {
        /// The word before the program's figure.
        let name: String
        let source: String
        let unit: String
        /// Images or frames of one run of the evaluator.
        let count: Int
        let evaluate: () throws -> Void
        var program = 0.0
        var evaluator = 0.0

        var line: String? {
            guard program > 0, evaluator > 0 else { return nil }
            return "from \(source): \(Int(program).grouped) \(unit)/s, \((program / evaluator).fixed(2)) times the "
                + "evaluator's \(Int(evaluator).grouped)"
        }
    }

    /// Measures the built program of the bundle, and says in a few lines what was found.
    func run() throws -> String {
        let evaluator = try NetlistEvaluator(netlist)
        var tasks = try [pixelTask(evaluator), bitTask(evaluator)].compactMap { $0 }
        for _ in 0..<Self.rounds {
            let outcome = try runner.run("make", ["-s", "bench"])
            guard outcome.status == 0 else { return "speed not measured: \(outcome.output.suffix(200))" }
            for index in tasks.indices {
                tasks[index].program = max(tasks[index].program, Self.figure(tasks[index].name, in: outcome.output))
                let seconds = try Parallel.withoutHelpers { try Self.shortest(tasks[index].evaluate) }
                tasks[index].evaluator = max(tasks[index].evaluator, Double(tasks[index].count) / seconds)
            }
        }
        return
            (["speed on one thread, in turn with bbwb's own evaluator, best of \(Self.rounds) rounds:"]
            + tasks.compactMap(\.line)).joined(separator: "\n")
    }

    /// The number behind a word at the beginning of a line; 0 if there is none.
    private static func figure(_ name: String, in output: String) -> Double {
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 1, words[0] == name { return Double(words[1]) ?? 0 }
        }
        return 0
    }

    /// The shortest of the runs of a tenth of a second.
    private static func shortest(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var best = Double.infinity
        repeat {
            let took = try clock.measure(body).components
            best = min(best, Double(took.seconds) + Double(took.attoseconds) * 1e-18)
        } while clock.now - start < .seconds(duration)
        return best
    }

    /// Classes of the bundle's images, as often as the program takes them; nil if it has no pixels.
    private func pixelTask(_ evaluator: NetlistEvaluator) throws -> Task? {
        guard let bytes = try? Data(contentsOf: runner.folder.appendingPathComponent(VectorWords.pixels)),
            !bytes.isEmpty
        else { return nil }
        let size = netlist.encoding.shape.count
        let images = bytes.count / size
        let copies = (CTestWriter.measuredCount + images - 1) / images
        let pixels = [UInt8]((0..<copies).map { _ in bytes }.joined())
        var classes = [Int32](repeating: 0, count: images * copies)
        return Task(name: "classify", source: "pixels", unit: "images", count: images * copies) {
            try pixels.withUnsafeBufferPointer { pixels in
                try classes.withUnsafeMutableBufferPointer { try evaluator.classify(pixels: pixels, into: $0) }
            }
        }
    }

    /// Output bits for the bundle's input bits.
    private func bitTask(_ evaluator: NetlistEvaluator) throws -> Task? {
        let bytes = try Data(contentsOf: runner.folder.appendingPathComponent(VectorWords.stimuli))
        let words = bytes.count / 8 / netlist.inputCount
        guard words > 0 else { return nil }
        let copies = (CTestWriter.measuredCount / 64 + words - 1) / words
        let frames = words * copies * 64
        let bits = FrameBuffer(.bit, frameCount: frames, shape: [netlist.inputCount], levels: .zeroOne)
        bytes.withUnsafeBytes { source in
            for node in 0..<netlist.inputCount {
                let row = bits.words(node)
                for word in 0..<words * copies {
                    let offset = (node * words + word % words) * 8
                    row[word] = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                }
            }
        }
        return Task(name: "evaluate", source: "bits", unit: "frames", count: frames) {
            _ = try evaluator.outputBits(of: bits)
        }
    }
}
