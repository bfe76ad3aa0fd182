import BinaryBrain
import Foundation

/// A net as a file of the original can carry it: the first of several ways to write it whose file answers as the net does.
struct NetTranslation {
    /// What is written.
    let file: Data
    /// How the file's answers compare.
    let comparison: AnswerComparison
    /// What stands in the file in place of something that the format does not know, and what is not in it at all.
    let notes: [String]

    /// A way to write a net: what is changed, and the sentence about it.
    private struct Way {
        var levels = false
        var averaging = false

        func model(of net: any Model) throws -> any Model {
            let plain = try net.withGroupSumsAsLayers()
            let levelled = levels ? try plain.withLevelsAsLayers() : plain
            return averaging ? try levelled.withoutModulationWrappers().withAveragingAsLayers() : levelled
        }

        /// Where the file then holds parts of layers' states.
        func places(isSame: Bool) -> Set<LayerState.Place> {
            var places: Set<LayerState.Place> = [.formOfTheLayer]
            if levels { places.insert(.layerBehind) }
            // Whether numbers are averaged or counted is the same to bits, and then nothing is lost.
            if averaging || isSame { places.insert(.layersInstead) }
            return places
        }

        var notes: [String] {
            var notes: [String] = []
            if levels {
                notes.append(
                    "binary_low and binary_high are written as a DepthwiseDenseAffine after their layer")
            }
            if averaging {
                notes.append(
                    "the mean over frames is written as ConvolutionCol2Im, Shuffle and Reduce, because the "
                        + "original's BinaryToReal counts numbers as bits")
            }
            return notes
        }
    }

    /// Looks for the way to write `net`: as it is if that means the same, else with layers that the original knows in place of
    /// settings that it does not.
    init(of net: any Model, for dialect: SequentialDialect, frames: ComparisonFrames) throws {
        let plain = dialect == .python ? try net.withoutModulationWrappers() : net
        // Before the net runs, which brings parameters into their bounds: a file that is only copied keeps its bytes.
        let untouched = try ModelFile.encode(Way().model(of: plain), dialect: dialect)
        let before = try frames.answers(of: net)
        var best: (way: Way, file: Data, comparison: AnswerComparison)?
        for averaging in [false, true] {
            for levels in [false, true] where best?.comparison.isSame != true {
                let way = Way(levels: levels, averaging: averaging)
                let isPlain = !levels && !averaging
                let file = isPlain ? untouched : try ModelFile.encode(way.model(of: plain), dialect: dialect)
                let comparison = AnswerComparison(
                    before: before, after: try frames.answers(of: ModelFile.decode(file)), nodes: net.outputShape.count,
                    source: frames.source)
                if best.map({ $0.comparison.largest > comparison.largest }) ?? true { best = (way, file, comparison) }
            }
        }
        guard let best else { preconditionFailure("the plain way is always tried") }
        file = best.file
        comparison = best.comparison
        notes =
            try best.way.notes + Self.noted(net)
            + Self.notCarried(
                net, held: best.way.places(isSame: comparison.isSame), model: ModelFile.decode(best.file))
    }

    /// What layers say of their form in files for the original, each sentence once.
    private static func noted(_ net: any Model) -> [String] {
        net.withDescendants.compactMap(\.noteForOriginal).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Settings of the net that its file does not hold, each with the layer it belongs to.
    private static func notCarried(
        _ net: any Model, held places: Set<LayerState.Place>, model: any Model
    ) throws -> [String] {
        var notes: [String] = []
        let isWrapped = model.withDescendants.contains { $0.modulation != nil }
        for wrapper in net.withDescendants.compactMap(\.modulation)
        where !isWrapped && wrapper.trainingModulationSize != wrapper.inferenceModulationSize {
            notes.append(
                "not in the file: the training oversampling x\(wrapper.trainingModulationSize); it has that of tests, "
                    + "x\(wrapper.inferenceModulationSize)")
        }
        let decoded = try ModelFile.decode(ModelFile.encode(net))
        var lost: [String: [String]] = [:]
        for (own, stored) in zip(net.withDescendants, decoded.withDescendants) {
            let (before, after) = (own.trainingState, stored.trainingState)
            let parts = before.keys.filter { before[$0] != after[$0] }.map { key in
                own.card.states.first { $0.key == key } ?? LayerState(key, key)
            }
            for name in Set(parts.filter { !places.contains($0.place) }.map(\.name)) {
                lost[name, default: []].append(own.displayName)
            }
        }
        for (setting, layers) in lost.sorted(by: { $0.key < $1.key }) {
            let names = layers.count > 3 ? "\(layers.count) layers" : layers.joined(separator: ", ")
            notes.append("not in the file: \(setting) of \(names)")
        }
        return notes
    }
}
