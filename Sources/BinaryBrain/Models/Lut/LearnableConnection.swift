import KernelInterface

/// Wires that choose their inputs while the net trains: each has a few candidates with a score, and reads the best.
///
///     forward     wire w reads input cand[w][argmax_c s[w][c]], the first of equals        (a plain hard net)
///     ∂L/∂s[w][c] = 2 Σ_f g_w[f] · (x_c[f] − x̄_c)      g_w: what the wire's input gets of ∂L/∂x        (straight through)
///
/// Scores are parameters like any other, moved by the net's optimizer; an optimizer such as Adam moves them by its learning
/// rate a step, so `spread`, the width of the range that they are drawn from, says how long a choice takes to change.
///
/// Regrowth: a few times an epoch the worse half of a wire's candidates gives way to the inputs of highest merit
/// m = −2 Σ_f g_w[f] · (x_i[f] − x̄_i), which is taken over all inputs of the layer.
///
/// Sources: Bacellar et al., Differentiable Weightless Neural Networks, 2024 (scores); Mommen et al., Optimizing connections
/// in differentiable logic gate networks, 2025 (few candidates); Evci et al., Rigging the Lottery, 2020 (regrowth).
public final class LearnableConnection {
    /// Frames that a regrowth looks at, if there are as many.
    public static let regrowthFrames = 1536

    /// What an experiment says of such wires.
    public struct Settings: Sendable, Hashable {
        /// Candidates of a wire.
        public var candidates: Int
        /// Regrowths an epoch; 0 for none.
        public var regrow: Int
        /// Share of the training after which candidates stay.
        public var regrowUntil: Double
        /// Width of the range that scores are drawn from.
        public var spread: Float
        /// How fast the score of a candidate that has come by regrowth moves.
        public var newcomers: Newcomers

        /// Candidates of a wire that an experiment may ask for.
        public static let candidateRange = 2...1024

        /// The settings that are right for most nets.
        public init(
            candidates: Int = 8, regrow: Int = 1, regrowUntil: Double = 0.6, spread: Float = 1,
            newcomers: Newcomers = .eager
        ) {
            self.candidates = candidates
            self.regrow = regrow
            self.regrowUntil = regrowUntil
            self.spread = spread
            self.newcomers = newcomers
        }
    }

    /// What an optimizer knows of a candidate that has just come by regrowth.
    public enum Newcomers: String, Sendable, Hashable, CaseIterable {
        /// Nothing, as if the training began: Adam, which corrects for a beginning by the number of steps since its own, moves the
        /// score by some three times the learning rate a step at first.
        case eager
        /// How large the gradients at its place were, but not which way they went: Adam moves it no faster than the others.
        case patient
    }

    /// How far below the best a new candidate's score begins, as a share of the spread.
    private static let newcomersMargin: Float = 0.2

    /// What the experiment says.
    public let settings: Settings
    /// Candidates of a wire: those of the settings, but no more than there are inputs.
    public let candidateCount: Int
    /// Inputs of the layer.
    public let inputCount: Int
    /// Input of each candidate, int32 `[wires, candidates]`.
    public let candidates: Tensor
    /// Score of each candidate, `[wires, candidates]`.
    public let scores: Tensor
    /// ∂L/∂scores.
    public let gradients: Tensor
    /// Wires that read another input since the choice before.
    public private(set) var changedWireCount = 0
    /// Such changes since the layer was made, for whoever compares two moments.
    public private(set) var allChangedWires = 0

    private init(_ settings: Settings, wireCount: Int, inputCount: Int) {
        self.settings = settings
        self.inputCount = inputCount
        candidateCount = min(settings.candidates, inputCount)
        let shape = Shape([wireCount, candidateCount])
        candidates = Tensor(.int32, shape: shape)
        scores = Tensor(.fp32, shape: shape)
        gradients = Tensor(.fp32, shape: shape)
    }

    /// Draws candidates by the rule of the wires, the wires themselves first, and scores.
    convenience init(
        _ settings: Settings, wires: ConnectionTable, rule: ConnectionRule, generator: inout MersenneTwister64
    ) throws {
        let count = wires.table.count
        self.init(settings, wireCount: count, inputCount: wires.inputShape.count)
        let drawn = try (1..<candidateCount).map { _ in
            try rule.table(
                input: wires.inputShape, output: wires.outputShape, inputsPerNode: wires.inputsPerNode,
                seed: generator.next())
        }
        for wire in 0..<count {
            let own = candidates.int32s.baseAddress! + wire * candidateCount
            own[0] = wires.table.int32s[wire]
            for place in 1..<candidateCount {
                // What the wire has already gives way to the next input that it has not.
                var input = drawn[place - 1][wire]
                while (0..<place).contains(where: { own[$0] == input }) { input = (input + 1) % Int32(inputCount) }
                own[place] = input
            }
        }
        for index in 0..<scores.count { scores.floats[index] = generator.uniformFloat() * settings.spread }
    }

    // MARK: Choice

    /// Writes the best candidate of each wire; false if none has changed.
    func choose(into wires: Tensor) -> Bool {
        let (table, count) = (wires.int32s.baseAddress!, candidateCount)
        var score = UnsafePointer(scores.floats.baseAddress!)
        var candidate = UnsafePointer(candidates.int32s.baseAddress!)
        var changed = 0
        for wire in 0..<wires.count {
            var best = 0
            for place in 1..<count where score[place] > score[best] { best = place }
            if table[wire] != candidate[best] {
                table[wire] = candidate[best]
                changed += 1
            }
            score += count
            candidate += count
        }
        changedWireCount = changed
        allChangedWires += changed
        return changed > 0
    }

    /// What kernels need to know.
    var kernelArguments: LutWires {
        LutWires(
            candidates: UnsafePointer(candidates.int32s.baseAddress!), count: candidateCount,
            gradients: gradients.floats.baseAddress!)
    }

    // MARK: Regrowth

    /// Whether there are inputs that are no candidates, and the experiment wants them to become some.
    public var canRegrow: Bool { settings.regrow > 0 && candidateCount > 1 && candidateCount < inputCount }

    /// A candidate that has given way to another: what was there.
    struct Replacement: Equatable {
        /// Its place among all candidates of the layer.
        let place: Int
        /// The input that it was.
        let input: Int32
        /// The score that it had.
        let score: Float
    }

    /// Gives the worse half of a wire's candidates up for the inputs of highest merit.
    /// - Parameter gradients: ∂L/∂score of each input of the layer, as if it were a candidate.
    /// - Returns: what has been replaced.
    func regrow(wire: Int, _ gradients: UnsafePointer<Float>) -> [Replacement] {
        let places = wire * candidateCount..<(wire + 1) * candidateCount
        let own = Set(places.map { candidates.int32s[$0] })
        var best: [Int32] = []
        for input in 0..<inputCount where gradients[input] < 0 && !own.contains(Int32(input)) {
            // A short list, best first; of equals the lower number.
            if best.count == candidateCount / 2, gradients[input] >= gradients[Int(best.last!)] { continue }
            let place = best.firstIndex { gradients[Int($0)] > gradients[input] } ?? best.count
            best.insert(Int32(input), at: place)
            if best.count > candidateCount / 2 { best.removeLast() }
        }
        let worst = places.sorted { (scores.floats[$0], $0) < (scores.floats[$1], $1) }.prefix(best.count)
        let newcomersScore = places.map { scores.floats[$0] }.max()! - Self.newcomersMargin * settings.spread
        return zip(worst, best).map { place, input in
            let replaced = Replacement(place: place, input: candidates.int32s[place], score: scores.floats[place])
            candidates.int32s[place] = input
            scores.floats[place] = newcomersScore
            return replaced
        }
    }

    /// Puts candidates back.
    func restore(_ replacements: [Replacement]) {
        for replaced in replacements {
            candidates.int32s[replaced.place] = replaced.input
            scores.floats[replaced.place] = replaced.score
        }
    }
}

// MARK: - Checkpoints

extension LearnableConnection {
    /// Settings, candidates and scores, for a checkpoint: files of the original hold the chosen wires only.
    var state: [String: [UInt64]] {
        [
            // What came to the settings later is only there where it is not at its usual value: digests of older trainings stay.
            "wires": [
                UInt64(settings.candidates), UInt64(settings.regrow), settings.regrowUntil.bitPattern,
                UInt64(settings.spread.bitPattern),
            ] + (settings.newcomers == .patient ? [1] : []),
            "wire_candidates": candidates.int32s.map { UInt64(UInt32(bitPattern: $0)) },
            "wire_scores": scores.floats.map { UInt64($0.bitPattern) },
        ]
    }

    /// Wires from a checkpoint; nil unless they are those of such a layer.
    convenience init?(state: [String: [UInt64]], wires: ConnectionTable) {
        guard let numbers = state["wires"], numbers.count == 4 || numbers.dropFirst(4) == [1],
            let candidates = Int(exactly: numbers[0]), Settings.candidateRange.contains(candidates),
            let regrow = Int(exactly: numbers[1]), (0...1000).contains(regrow),
            let spreadBits = UInt32(exactly: numbers[3])
        else { return nil }
        let settings = Settings(
            candidates: candidates, regrow: regrow, regrowUntil: Double(bitPattern: numbers[2]),
            spread: Float(bitPattern: spreadBits), newcomers: numbers.count == 4 ? .eager : .patient)
        guard (0...1).contains(settings.regrowUntil), settings.spread > 0, settings.spread.isFinite else { return nil }
        self.init(settings, wireCount: wires.table.count, inputCount: wires.inputShape.count)
        guard restore(state) else { return nil }
    }

    /// Takes candidates and scores over, in the memory that optimizers know; false, with nothing changed, if they do not fit.
    func restore(_ state: [String: [UInt64]]) -> Bool {
        guard let inputs = state["wire_candidates"], let numbers = state["wire_scores"],
            inputs.count == candidates.count, numbers.count == scores.count,
            inputs.allSatisfy({ $0 < UInt64(inputCount) }), numbers.allSatisfy({ $0 <= UInt64(UInt32.max) })
        else { return false }
        for (index, input) in inputs.enumerated() { candidates.int32s[index] = Int32(input) }
        for (index, number) in numbers.enumerated() {
            scores.floats[index] = Float(bitPattern: UInt32(truncatingIfNeeded: number))
        }
        return true
    }
}

extension LearnableConnection {
    /// Lets each wire read its first candidate.
    func preferFirst() {
        for wire in 0..<scores.count / candidateCount {
            let own = wire * candidateCount..<(wire + 1) * candidateCount
            // The first of equals is chosen.
            scores.floats[own.lowerBound] = own.reduce(-Float.infinity) { max($0, scores.floats[$1]) }
        }
    }
}
