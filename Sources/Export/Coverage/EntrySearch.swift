import Netlist

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
    private var netlist: Netlist { wiring.netlist }

    /// A bit of which nothing may be known.
    enum Trit: UInt8 { case zero, one, unknown }

    /// - Parameters:
    ///   - fixed: input bits that have one value only, whatever the number that they are made of.
    ///   - chains: input bits that are made of the same number, thresholds ascending.
    init(_ wiring: NetlistWiring, fixed: [Bool?], chains: [[Int]]) {
        self.wiring = wiring
        let netlist = wiring.netlist
        var ones = [[Int]](repeating: [], count: netlist.inputCount)
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
        for (index, lut) in netlist.luts.enumerated() {
            start[netlist.inputCount + index] = Self.value(lut.table, Self.consistent(lut, start))
        }
    }

    /// Takes nothing as given but what cannot be otherwise.
    mutating func beginAnew() { begin(with: fixed) }

    /// Patterns that a LUT's inputs can still have, a bit each.
    private static func consistent(_ lut: Netlist.Lut, _ values: [Trit]) -> UInt64 {
        let columns: [UInt64] = [
            0xaaaa_aaaa_aaaa_aaaa, 0xcccc_cccc_cccc_cccc, 0xf0f0_f0f0_f0f0_f0f0, 0xff00_ff00_ff00_ff00,
            0xffff_0000_ffff_0000, 0xffff_ffff_0000_0000,
        ]
        var patterns: UInt64 = lut.inputs.count >= 6 ? ~0 : (1 << (1 << UInt64(lut.inputs.count))) - 1
        for (slot, input) in lut.inputs.enumerated() {
            switch values[Int(input)] {
            case .one: patterns &= columns[slot]
            case .zero: patterns &= ~columns[slot]
            case .unknown: break
            }
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
        let signal = netlist.inputCount + lut
        faulty[signal] = evaluateFaulty(lut)
        if faulty[signal] != good[signal] { queue.add(readersOf: signal, wiring) }
        propagate()
        var decisions: [(input: Int, value: Bool, isLast: Bool, trail: Int)] = []
        var branches = 0
        while true {
            switch state() {
            case .done: return .found((0..<netlist.inputCount).map { good[$0] == .unknown ? nil : good[$0] == .one })
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
        let table = netlist.luts[lut].table ^ (lut == target ? 1 << UInt64(pattern) : 0)
        return Self.value(table, Self.consistent(netlist.luts[lut], faulty))
    }

    private mutating func propagate() {
        while let lut = queue.next() {
            let signal = netlist.inputCount + lut
            let newGood = Self.value(netlist.luts[lut].table, Self.consistent(netlist.luts[lut], good))
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
        let lut = netlist.luts[target]
        let patterns = Self.consistent(lut, good)
        guard patterns >> UInt64(pattern) & 1 == 1 else { return .lost }
        let signal = netlist.inputCount + target
        guard patterns == 1 << UInt64(pattern) else {
            guard canReachOutput(from: [signal]) else { return .lost }
            let slot = lut.inputs.indices.first { good[Int(lut.inputs[$0])] == .unknown }!
            return .open(Int(lut.inputs[slot]), pattern >> slot & 1 == 1)
        }
        var frontier: [Int] = []
        markNumber += 1
        var stack = [signal]
        while let next = stack.popLast() {
            if wiring.isOutput[next] { return .done }
            for reader in wiring.readers(of: next) {
                let output = netlist.inputCount + reader
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
        where canReachOutput(from: [netlist.inputCount + reader]) {
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
                let output = netlist.inputCount + reader
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
    private func sensitized(_ index: Int) -> State? {
        let lut = netlist.luts[index]
        let (a, b) = (Self.consistent(lut, good), Self.consistent(lut, faulty))
        var best: (count: Int, signal: Int, value: Bool)?
        var isPossible = false
        var differing: UInt64 = 0
        // Pairs of patterns that agree where nothing is known.
        let free = lut.inputs.indices.filter {
            good[Int(lut.inputs[$0])] == .unknown && faulty[Int(lut.inputs[$0])] == .unknown
        }
        let freeMask = free.reduce(0) { $0 | 1 << $1 }
        for first in 0..<1 << lut.inputs.count where a >> UInt64(first) & 1 == 1 {
            for second in 0..<1 << lut.inputs.count
            where b >> UInt64(second) & 1 == 1 && (first ^ second) & freeMask == 0 {
                if (lut.table >> UInt64(first) ^ lut.table >> UInt64(second)) & 1 == 1 {
                    isPossible = true
                    differing |= 1 << UInt64(first)
                }
            }
        }
        guard isPossible else { return nil }
        for slot in lut.inputs.indices {
            let signal = Int(lut.inputs[slot])
            guard good[signal] == .unknown || faulty[signal] == .unknown else { continue }
            for value in [false, true] {
                var count = 0
                for first in 0..<1 << lut.inputs.count
                where differing >> UInt64(first) & 1 == 1 && (first >> slot & 1 == 1) == value { count += 1 }
                if count > best?.count ?? 0 { best = (count, signal, value) }
            }
        }
        return best.map { .open($0.signal, $0.value) }
    }

    /// The input bit through which a signal is most likely to get a value.
    private func source(of signal: Int, _ value: Bool) -> (input: Int, value: Bool) {
        var (signal, value) = (signal, value)
        while signal >= netlist.inputCount {
            let lut = netlist.luts[signal - netlist.inputCount]
            let patterns = Self.consistent(lut, good)
            let wanted = (value ? lut.table : ~lut.table) & patterns
            var best: (share: Double, signal: Int, value: Bool)?
            for (slot, input) in lut.inputs.enumerated()
            where good[Int(input)] == .unknown || faulty[Int(input)] == .unknown {
                for bit in [false, true] {
                    var (all, right) = (0, 0)
                    for entry in 0..<1 << lut.inputs.count where (entry >> slot & 1 == 1) == bit {
                        all += Int(patterns >> UInt64(entry) & 1)
                        right += Int(wanted >> UInt64(entry) & 1)
                    }
                    let share = all == 0 ? 0 : Double(right) / Double(all)
                    if best.map({ share > $0.share }) ?? true { best = (share, Int(input), bit) }
                }
            }
            guard let best else { preconditionFailure("an unknown LUT has an unknown input") }
            (signal, value) = (best.signal, best.value)
        }
        return (signal, value)
    }
}
