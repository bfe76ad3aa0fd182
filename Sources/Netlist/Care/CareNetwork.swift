import BinaryBrain
import KernelInterface

/// LUTs that can be changed one at a time, with the value of every signal on every training vector.
///
/// Signals are numbered as in a `Netlist` as long as no LUT is added: inputs first, then a number for each LUT. What a LUT reads
/// has a lower rank than itself.
final class CareNetwork {
    /// A LUT.
    struct Node {
        var inputs: [Int]
        var table: UInt64
        let layer: Int
        var isLive = true
    }

    let original: Netlist
    let vectors: CareVectors
    var inputCount: Int { original.inputCount }
    var wordCount: Int { vectors.wordCount }
    /// By signal − inputCount.
    private(set) var nodes: [Node] = []
    /// The LUTs that read a signal, each once.
    private(set) var readers: [[Int]]
    /// The signals that leave the net.
    private(set) var outputs: [Int]
    /// How often a signal is an output.
    private(set) var outputUses: [Int]
    /// Where a signal stands in an order in which the LUTs can be evaluated.
    private(set) var rank: [Int] = []
    /// Values of each LUT's output.
    private var values: [AlignedStorage] = []
    /// What each output was at the start.
    let wanted: [AlignedStorage]
    let kernels = Kernels.table(hostOnly: false).netlist
    /// Row of a signal in a workspace, while one is set up.
    var slots: [Int32] = []

    /// Words that are evaluated together.
    static let chunk = 64

    init(_ netlist: Netlist, vectors: CareVectors) {
        original = netlist
        self.vectors = vectors
        let signals = netlist.inputCount + netlist.luts.count
        readers = [[Int]](repeating: [], count: signals)
        outputUses = [Int](repeating: 0, count: signals)
        outputs = netlist.outputs.map(Int.init)
        let bytes = vectors.wordCount * 8
        wanted = netlist.outputs.map { _ in AlignedStorage(byteCount: bytes) }
        slots = [Int32](repeating: -1, count: signals)
        for (index, lut) in netlist.luts.enumerated() {
            let node = Node(inputs: lut.inputs.map(Int.init), table: lut.table, layer: lut.layer)
            nodes.append(node)
            values.append(AlignedStorage(byteCount: bytes))
            for input in Set(node.inputs) { readers[input].append(netlist.inputCount + index) }
        }
        for output in outputs { outputUses[output] += 1 }
        rankByLevel()
        for index in nodes.indices { _ = evaluate(inputCount + index) }
        for (index, output) in outputs.enumerated() {
            wanted[index].base.copyMemory(from: row(output), byteCount: bytes)
        }
    }

    /// Values of a signal.
    func row(_ signal: Int) -> UnsafeMutablePointer<UInt64> {
        signal < inputCount
            ? vectors.row(signal) : values[signal - inputCount].base.assumingMemoryBound(to: UInt64.self)
    }

    func isNode(_ signal: Int) -> Bool { signal >= inputCount }
    func node(_ signal: Int) -> Node { nodes[signal - inputCount] }
    /// Whether a LUT or an output reads a signal.
    func isUsed(_ signal: Int) -> Bool { !readers[signal].isEmpty || outputUses[signal] > 0 }

    /// LUTs that are left, and their inputs.
    var size: [Int] { [nodes.count { $0.isLive }, nodes.reduce(0) { $1.isLive ? $0 + $1.inputs.count : $0 }] }

    /// The LUTs that are left, in order.
    var order: [Int] {
        nodes.indices.filter { nodes[$0].isLive }.map { $0 + inputCount }.sorted { rank[$0] < rank[$1] }
    }

    // MARK: Change

    /// Orders the LUTs by their level, so that as many signals as can be come before each.
    func rankByLevel() {
        var level = [Int](repeating: 0, count: inputCount + nodes.count)
        var isKnown = [Bool](repeating: false, count: level.count)
        var path: [(signal: Int, slot: Int)] = []
        for index in nodes.indices where nodes[index].isLive {
            path.append((index + inputCount, 0))
            while let (signal, slot) = path.last {
                let inputs = nodes[signal - inputCount].inputs
                if isKnown[signal] || slot == inputs.count {
                    if !isKnown[signal] { level[signal] = (inputs.map { level[$0] }.max() ?? 0) + 1 }
                    isKnown[signal] = true
                    path.removeLast()
                } else {
                    path[path.count - 1].slot += 1
                    if isNode(inputs[slot]), !isKnown[inputs[slot]] { path.append((inputs[slot], 0)) }
                }
            }
        }
        let sorted = level.indices.sorted { (level[$0], $0) < (level[$1], $1) }
        rank = [Int](repeating: 0, count: level.count)
        for (place, signal) in sorted.enumerated() { rank[signal] = place }
    }

    /// Gives a LUT other inputs and another table, and brings the values of all that follow up to date.
    func change(_ signal: Int, inputs: [Int], table: UInt64) {
        let old = node(signal).inputs
        for input in inputs { revive(input) }
        for input in Set(old) where !inputs.contains(input) { readers[input].removeAll { $0 == signal } }
        for input in Set(inputs) where !old.contains(input) { readers[input].append(signal) }
        nodes[signal - inputCount].inputs = inputs
        nodes[signal - inputCount].table = table & Netlist.Lut.patterns(inputCount: inputs.count)
        propagate(from: [signal])
        for input in Set(old) where !inputs.contains(input) { removeIfUnused(input) }
    }

    /// Lets everything that reads a LUT read another signal, or a constant, in its place, and removes the LUT.
    func replace(_ signal: Int, by literal: Literal) {
        var changed: [Int] = []
        for reader in readers[signal] {
            let node = node(reader)
            let lut = Netlist.Lut(inputs: node.inputs.map(Int32.init), table: node.table, layer: 0)
            let function = LutFunction(lut) {
                Int($0) == signal ? literal : .signal($0, isInverted: false)
            }
            let inputs = function.inputs.map(Int.init)
            for input in Set(node.inputs) where input != signal && !inputs.contains(input) {
                readers[input].removeAll { $0 == reader }
            }
            for input in inputs where !node.inputs.contains(input) { readers[input].append(reader) }
            nodes[reader - inputCount].inputs = inputs
            nodes[reader - inputCount].table = function.table
            changed.append(reader)
            for input in Set(node.inputs) where input != signal && !inputs.contains(input) { removeIfUnused(input) }
        }
        readers[signal] = []
        propagate(from: changed)
        if outputUses[signal] > 0 {
            switch literal {
            case .constant(let value): change(signal, inputs: [], table: value ? 1 : 0)
            case .signal(let other, true): change(signal, inputs: [Int(other)], table: 0b01)
            case .signal(let other, false):
                for index in outputs.indices where outputs[index] == signal { outputs[index] = Int(other) }
                outputUses[Int(other)] += outputUses[signal]
                outputUses[signal] = 0
            }
        }
        removeIfUnused(signal)
    }

    /// Adds a LUT; ranks are wrong until `rankByLevel`.
    func add(inputs: [Int], table: UInt64, layer: Int) -> Int {
        let signal = inputCount + nodes.count
        nodes.append(Node(inputs: inputs, table: table, layer: layer))
        values.append(AlignedStorage(byteCount: wordCount * 8))
        readers.append([])
        outputUses.append(0)
        rank.append(rank.count)
        slots.append(-1)
        for input in Set(inputs) { readers[input].append(signal) }
        _ = evaluate(signal)
        return signal
    }

    private func removeIfUnused(_ signal: Int) {
        guard isNode(signal), !isUsed(signal), node(signal).isLive else { return }
        nodes[signal - inputCount].isLive = false
        for input in Set(node(signal).inputs) {
            readers[input].removeAll { $0 == signal }
            removeIfUnused(input)
        }
    }

    /// Puts a LUT that has been removed back, with what it read.
    private func revive(_ signal: Int) {
        guard isNode(signal), !node(signal).isLive else { return }
        nodes[signal - inputCount].isLive = true
        for input in Set(node(signal).inputs) {
            revive(input)
            readers[input].append(signal)
        }
        _ = evaluate(signal)
    }

    // MARK: Values

    private func propagate(from changed: [Int]) {
        var waiting = Set(changed)
        while let next = waiting.min(by: { rank[$0] < rank[$1] }) {
            waiting.remove(next)
            if node(next).isLive, evaluate(next) { waiting.formUnion(readers[next]) }
        }
    }

    /// Evaluates a LUT on all vectors; whether a value has changed.
    private func evaluate(_ signal: Int) -> Bool {
        let node = node(signal)
        let target = row(signal)
        let sources = node.inputs.map(row)
        let step = [Self.step(node, rows: node.inputs.indices.map { Int32($0 + 1) }, output: 0)]
        var hasChanged = false
        withUnsafeTemporaryAllocation(byteCount: 7 * Self.chunk * 8, alignment: 64) { memory in
            let rows = BitRows(
                base: memory.baseAddress!.bindMemory(to: UInt64.self, capacity: 7 * Self.chunk), stride: Self.chunk)
            for first in stride(from: 0, to: wordCount, by: Self.chunk) {
                let words = min(Self.chunk, wordCount - first)
                for (slot, source) in sources.enumerated() {
                    rows.row(slot + 1).update(from: source + first, count: words)
                }
                step.withUnsafeBufferPointer { kernels.evaluate($0.baseAddress!, 1, rows, words) }
                let result = rows.row(0)
                for word in 0..<words where target[first + word] != result[word] {
                    hasChanged = true
                    target[first + word] = result[word]
                }
            }
        }
        return hasChanged
    }

    static func step(_ node: Node, rows: [Int32], output: Int32) -> NetlistStep {
        let count = node.inputs.count
        let table = (count..<Netlist.maximumLutInputs).reduce(node.table) { $0 | $0 << (1 << UInt64($1)) }
        return NetlistStep(
            table: table, inputs: rows + [Int32](repeating: 0, count: Netlist.maximumLutInputs - count), output: output)
    }

    /// All LUTs whose value depends on a signal, in order.
    func cone(of signal: Int) -> [Int] {
        var found = Set(readers[signal])
        var waiting = readers[signal]
        while let next = waiting.popLast() {
            for reader in readers[next] where found.insert(reader).inserted { waiting.append(reader) }
        }
        return found.sorted { rank[$0] < rank[$1] }
    }

    /// LUTs that nothing needs any more once nothing needs this one, itself included.
    func privateCone(of signal: Int) -> Set<Int> {
        var cone: Set<Int> = [signal]
        var waiting = [signal]
        while let next = waiting.popLast() {
            for input in node(next).inputs
            where isNode(input) && outputUses[input] == 0 && !cone.contains(input)
                && readers[input].allSatisfy(cone.contains)
            {
                cone.insert(input)
                waiting.append(input)
            }
        }
        return cone
    }

    // MARK: Result

    /// Vectors on which an output is not what it was at the start.
    var differingFrames: Int {
        var count = 0
        for word in 0..<wordCount {
            var different: UInt64 = 0
            for (index, output) in outputs.enumerated() {
                different |= row(output)[word] ^ wanted[index].base.assumingMemoryBound(to: UInt64.self)[word]
            }
            count += (different & vectors.valid[word]).nonzeroBitCount
        }
        return count
    }

    /// The LUTs that are left as a netlist.
    func netlist() -> Netlist {
        var number = [Int](repeating: 0, count: inputCount + nodes.count)
        for input in 0..<inputCount { number[input] = input }
        var luts: [Netlist.Lut] = []
        for signal in order {
            number[signal] = inputCount + luts.count
            let node = node(signal)
            luts.append(
                Netlist.Lut(inputs: node.inputs.map { Int32(number[$0]) }, table: node.table, layer: node.layer))
        }
        return Netlist(original, luts: luts, outputs: outputs.map { Int32(number[$0]) })
    }
}
