import BinaryBrain

/// Searches for input bits that show an entry of a table: the LUT's inputs must have its pattern, and inverting the entry must
/// change an output of the net.
///
/// It decides about input bits only, one after another (Goel's PODEM, IEEE Transactions on Computers C-30, 1981): the net as it is
/// and the net with the entry inverted are both evaluated with what is known so far; what can no longer be reached ends a
/// branch. A search that has tried all of them proves that no input shows the entry.
struct EntrySearch {
    /// What came of a search.
    enum Outcome {
        /// Input bits, nil where either will do.
        case found([Bool?])
        /// No input shows the entry.
        case impossible
        /// The search was too long.
        case givenUp
    }

    private let wiring: NetlistWiring
    /// Input bits that are 1 if this one is, and 0 if this one is: those of the same number with lower and higher thresholds.
    private let impliedByOne: [[Int]]
    private let impliedByZero: [[Int]]
    private let fixed: [Bool?]
    /// What is known before a search.
    private var start: [Trit] = []

    private var good: [Trit]
    private var faulty: [Trit]
    private var trail: [(signal: Int, good: Trit, faulty: Trit)] = []
    private var queue: LutQueue
    private var mark: [Int]
    private var markNumber = 0
    private var target = 0
    private var pattern = 0

    /// A bit of which nothing may be known.
    enum Trit: UInt8 { case zero, one, unknown }

    /// - Parameters:
    ///   - fixed: input bits that have one value only, whatever the number that they are made of.
    ///   - chains: input bits that are made of the same number, thresholds ascending.
    init(_ wiring: NetlistWiring, fixed: [Bool?], chains: [[Int]]) {
        self.wiring = wiring
        var ones = [[Int]](repeating: [], count: wiring.inputCount)
        var zeros = ones
        for chain in chains {
            for (place, bit) in chain.enumerated() {
                ones[bit] = Array(chain[..<place])
                zeros[bit] = Array(chain[(place + 1)...])
            }
        }
        impliedByOne = ones
        impliedByZero = zeros
        self.fixed = fixed
        good = [Trit](repeating: .unknown, count: wiring.isOutput.count)
        faulty = good
        mark = [Int](repeating: 0, count: good.count)
        queue = LutQueue(wiring)
        begin(with: fixed)
    }

    /// Takes input bits as given in the searches that follow; what these find has the same ones.
    mutating func begin(with bits: [Bool?]) {
        start = [Trit](repeating: .unknown, count: wiring.isOutput.count)
        for input in bits.indices {
            if let value = fixed[input] ?? bits[input] { start[input] = value ? .one : .zero }
        }
        for lut in wiring.tables.indices {
            start[wiring.inputCount + lut] = Self.value(wiring.tables[lut], consistent(lut, start))
        }
    }

    /// Takes nothing as given but what cannot be otherwise.
    mutating func beginAnew() { begin(with: fixed) }

    /// Patterns that a LUT's inputs can still have, a bit each.
    private func consistent(_ lut: Int, _ values: [Trit]) -> UInt64 {
        let inputs = wiring.inputs(of: lut)
        var patterns = LutPatterns.mask(inputsPerNode: inputs.count)
        var slot = 0
        for input in inputs {
            switch values[input] {
            case .one: patterns &= PatternColumn.ones(slot)
            case .zero: patterns &= ~PatternColumn.ones(slot)
            case .unknown: break
            }
            slot += 1
        }
        return patterns
    }

    private static func value(_ table: UInt64, _ patterns: UInt64) -> Trit {
        let ones = table & patterns
        return ones == 0 ? .zero : ones == patterns ? .one : .unknown
    }

    // MARK: The search

    /// Searches for input bits that show an entry.
    /// - Parameter limit: branches after which it gives up.
    mutating func search(lut: Int, entry: Int, limit: Int) -> Outcome {
        (target, pattern) = (lut, entry)
        good = start
        faulty = start
        trail.removeAll(keepingCapacity: true)
        let signal = wiring.inputCount + lut
        faulty[signal] = evaluateFaulty(lut)
        if faulty[signal] != good[signal] { queue.add(readersOf: signal, wiring) }
        propagate()
        var decisions: [(input: Int, value: Bool, isLast: Bool, trail: Int)] = []
        var branches = 0
        while true {
            switch state() {
            case .done: return .found((0..<wiring.inputCount).map { good[$0] == .unknown ? nil : good[$0] == .one })
            case .open(let signal, let value):
                let (input, bit) = source(of: signal, value)
                decisions.append((input, bit, false, trail.count))
                assign(input, bit)
            case .lost:
                branches += 1
                if branches > limit { return .givenUp }
                while let last = decisions.popLast() {
                    undo(to: last.trail)
                    guard !last.isLast else { continue }
                    decisions.append((last.input, !last.value, true, last.trail))
                    assign(last.input, !last.value)
                    break
                }
                if decisions.isEmpty { return .impossible }
            }
        }
    }

    private mutating func assign(_ input: Int, _ value: Bool) {
        for bit in [input] + (value ? impliedByOne[input] : impliedByZero[input]) where good[bit] == .unknown {
            set(bit, value ? .one : .zero, value ? .one : .zero)
        }
        propagate()
    }

    private mutating func set(_ signal: Int, _ newGood: Trit, _ newFaulty: Trit) {
        trail.append((signal, good[signal], faulty[signal]))
        good[signal] = newGood
        faulty[signal] = newFaulty
        queue.add(readersOf: signal, wiring)
    }

    private mutating func undo(to length: Int) {
        while trail.count > length {
            let last = trail.removeLast()
            good[last.signal] = last.good
            faulty[last.signal] = last.faulty
        }
    }

    private func evaluateFaulty(_ lut: Int) -> Trit {
        let table = wiring.tables[lut] ^ (lut == target ? 1 << UInt64(pattern) : 0)
        return Self.value(table, consistent(lut, faulty))
    }

    private mutating func propagate() {
        while let lut = queue.next() {
            let signal = wiring.inputCount + lut
            let newGood = Self.value(wiring.tables[lut], consistent(lut, good))
            let newFaulty = evaluateFaulty(lut)
            if newGood != good[signal] || newFaulty != faulty[signal] { set(signal, newGood, newFaulty) }
        }
    }

    // MARK: What is to be reached next

    private enum State {
        case done
        /// A signal that should get a value.
        case open(Int, Bool)
        case lost
    }

    private mutating func state() -> State {
        let patterns = consistent(target, good)
        guard patterns >> UInt64(pattern) & 1 == 1 else { return .lost }
        let signal = wiring.inputCount + target
        guard patterns == 1 << UInt64(pattern) else {
            guard canReachOutput(from: [signal]) else { return .lost }
            let inputs = wiring.inputs(of: target)
            let place = inputs.indices.first { good[inputs[$0]] == .unknown }!
            return .open(inputs[place], pattern >> (place - inputs.startIndex) & 1 == 1)
        }
        var frontier: [Int] = []
        markNumber += 1
        var stack = [signal]
        while let next = stack.popLast() {
            if wiring.isOutput[next] { return .done }
            for reader in wiring.readers(of: next) {
                let output = wiring.inputCount + reader
                guard mark[output] != markNumber else { continue }
                mark[output] = markNumber
                if good[output] == .unknown || faulty[output] == .unknown {
                    frontier.append(reader)
                } else if good[output] != faulty[output] {
                    stack.append(output)
                }
            }
        }
        // The nearest to an output first.
        for reader in frontier.sorted(by: { wiring.levels[$0] > wiring.levels[$1] })
        where canReachOutput(from: [wiring.inputCount + reader]) {
            if let objective = sensitized(reader) { return objective }
        }
        return .lost
    }

    /// Whether a change could still get from a signal to an output.
    private mutating func canReachOutput(from signals: [Int]) -> Bool {
        markNumber += 1
        var stack = signals
        while let signal = stack.popLast() {
            if wiring.isOutput[signal] { return true }
            for reader in wiring.readers(of: signal) {
                let output = wiring.inputCount + reader
                guard mark[output] != markNumber else { continue }
                mark[output] = markNumber
                if good[output] == .unknown || faulty[output] == .unknown
                    || good[output] != faulty[output]
                {
                    stack.append(output)
                }
            }
        }
        return false
    }

    /// The input of a LUT, and its value, with which most patterns let the difference through; nil if none does.
    private func sensitized(_ lut: Int) -> State? {
        let inputs = wiring.inputs(of: lut)
        let table = wiring.tables[lut]
        // Patterns of the net with the inverted entry that give 0 and 1, carried to all patterns that agree with them where
        // nothing is known: there both nets have the same bit.
        let patterns = consistent(lut, faulty)
        var (zeros, ones) = (patterns & ~table, patterns & table)
        for (slot, input) in inputs.enumerated() where good[input] != .unknown || faulty[input] != .unknown {
            zeros = PatternColumn.spread(zeros, slot)
            ones = PatternColumn.spread(ones, slot)
        }
        let differing = consistent(lut, good) & (table & zeros | ~table & ones)
        guard differing != 0 else { return nil }
        var best: (count: Int, signal: Int, value: Bool)?
        for (slot, signal) in inputs.enumerated() where good[signal] == .unknown || faulty[signal] == .unknown {
            for value in [false, true] {
                let count = (differing & PatternColumn.with(value, slot)).nonzeroBitCount
                if count > best?.count ?? 0 { best = (count, signal, value) }
            }
        }
        return best.map { .open($0.signal, $0.value) }
    }

    /// The input bit through which a signal is most likely to get a value.
    private func source(of signal: Int, _ value: Bool) -> (input: Int, value: Bool) {
        var (signal, value) = (signal, value)
        while signal >= wiring.inputCount {
            let lut = signal - wiring.inputCount
            let patterns = consistent(lut, good)
            let wanted = (value ? wiring.tables[lut] : ~wiring.tables[lut]) & patterns
            var best: (share: Double, signal: Int, value: Bool)?
            for (slot, input) in wiring.inputs(of: lut).enumerated()
            where good[input] == .unknown || faulty[input] == .unknown {
                for bit in [false, true] {
                    let column = PatternColumn.with(bit, slot)
                    let all = (patterns & column).nonzeroBitCount
                    let share = all == 0 ? 0 : Double((wanted & column).nonzeroBitCount) / Double(all)
                    if best.map({ share > $0.share }) ?? true { best = (share, input, bit) }
                }
            }
            guard let best else { preconditionFailure("an unknown LUT has an unknown input") }
            (signal, value) = (best.signal, best.value)
        }
        return (signal, value)
    }
}
