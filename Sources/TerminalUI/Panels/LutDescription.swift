import Netlist
import Workbench

/// One LUT of a layer in words: what it reads, what it computes, what a synthesis tool is given.
struct LutDescription {
    let inspection: LutInspection
    let node: Int
    let theme: Theme
    private let sum: SumOfProducts

    init(inspection: LutInspection, node: Int, theme: Theme) {
        self.inspection = inspection
        self.node = node
        self.theme = theme
        sum = SumOfProducts(
            table: inspection.tables[node], inputCount: inspection.inputsPerLut,
            impossible: Self.impossible(inspection.wires(of: node)))
    }

    var inputCount: Int { inspection.inputsPerLut }
    var table: UInt64 { inspection.tables[node] }
    private var wires: [Int] { inspection.wires(of: node) }

    /// Letter of each input; inputs on the same wire share one.
    var names: [String] {
        wires.indices.map { slot in String(Character(TruthTableMap.name(wires.firstIndex(of: wires[slot]) ?? slot))) }
    }

    /// Patterns that cannot occur, because two inputs are on the same wire.
    private static func impossible(_ wires: [Int]) -> UInt64 {
        var patterns: UInt64 = 0
        for slot in wires.indices {
            guard let first = wires.firstIndex(of: wires[slot]), first < slot else { continue }
            patterns |= Product.column(first) ^ Product.column(slot)
        }
        return patterns
    }

    /// The value of Xilinx's INIT attribute, as Verilog writes it.
    var initValue: String { "\(1 << inputCount)'h" + Self.digits(table, inputCount: inputCount) }

    /// A truth table as hexadecimal digits, the pattern of all ones first.
    static func digits(_ table: UInt64, inputCount: Int) -> String {
        let digits = String(table, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, ((1 << inputCount) + 3) / 4 - digits.count)) + digits
    }

    /// The function as a sum of products, and whether no shorter sum exists.
    var expression: (text: String, isMinimal: Bool) {
        let text = sum.text(
            names: names, and: theme.text("·", "&"), or: theme.text(" + ", " | "),
            not: { theme.text("¬", "!") + $0 })
        return (text, sum.isMinimal)
    }

    /// What kind of function it is, in a word or two.
    var kind: String {
        let used = sum.products.reduce(UInt8(0)) { $0 | $1.inputs }.nonzeroBitCount
        switch used {
        case 0: return sum.products.isEmpty ? "constant 0" : "constant 1"
        case 1: return "copies one input"
        default: return "depends on \(used) of \(inputCount) inputs"
        }
    }

    /// What training samples show of it, and what `--care data` could make of it.
    var care: String? {
        guard let care = inspection.care else { return nil }
        let form =
            switch care.form {
            case .constant: "--care data leaves it out"
            case .wire: "--care data makes it a wire"
            case .lut(let inputs): "--care data: \(inputs) of \(inputCount) inputs"
            }
        return
            "\(care.patternCount - care.seen) of \(care.patternCount) patterns not seen, \(care.needed) needed; \(form)"
    }

    /// Where an input comes from.
    func origin(_ slot: Int) -> String {
        let wire = wires[slot]
        switch inspection.source {
        case .input: return "pixel " + place(wire)
        case .layer(let layer): return "layer \(layer) " + (shapeRank > 1 ? place(wire) : "LUT \(wire)")
        case .several: return "signal \(wire)"
        }
    }

    private var shapeRank: Int { inspection.inputShape.filter { $0 > 1 }.count }

    /// `(x, y)` in a plane, with the channel where there are several; a number in anything that is no picture.
    private func place(_ wire: Int) -> String {
        let shape = inspection.inputShape
        guard shape.count == 3 || shape.count == 2, shape[shape.count - 1] > 1 else { return "\(wire)" }
        let width = shape[shape.count - 1]
        let height = shape[shape.count - 2]
        let channel = wire / (width * height)
        let point = "(\(wire % width), \(wire / width % height))"
        return shape.count == 3 && shape[0] > 1 ? point + " of channel \(channel)" : point
    }
}
