import BinaryBrain

/// A Boolean function of up to six variables as nested selections: what is short to read, synthesises into few LUTs, and
/// simulates without looking at more variables than decide the matter.
indirect enum LutExpression: Equatable {
    case constant(Bool)
    case variable(Int, isInverted: Bool)
    /// The variable (inverted or not) and the rest.
    case and(Int, isInverted: Bool, LutExpression)
    case or(Int, isInverted: Bool, LutExpression)
    case xor(Int, LutExpression)
    /// `variable ? high : low`.
    case select(Int, high: LutExpression, low: LutExpression)

    /// The expression as Verilog; C reads it the same way.
    func text(_ names: [String]) -> String {
        switch self {
        case .constant(let value): value ? "1'b1" : "1'b0"
        case .variable(let index, let isInverted): Self.literal(names[index], isInverted)
        case .and(let index, let isInverted, let rest):
            "(\(Self.literal(names[index], isInverted)) & \(rest.text(names)))"
        case .or(let index, let isInverted, let rest):
            "(\(Self.literal(names[index], isInverted)) | \(rest.text(names)))"
        case .xor(let index, let rest): "(\(names[index]) ^ \(rest.text(names)))"
        case .select(let index, let high, let low): "(\(names[index]) ? \(high.text(names)) : \(low.text(names)))"
        }
    }

    private static func literal(_ name: String, _ isInverted: Bool) -> String { isInverted ? "~\(name)" : name }

    /// The value for a pattern of the variables: the definition that the text means.
    func value(_ pattern: UInt64) -> Bool {
        func bit(_ index: Int) -> Bool { pattern >> UInt64(index) & 1 == 1 }
        return switch self {
        case .constant(let value): value
        case .variable(let index, let isInverted): bit(index) != isInverted
        case .and(let index, let isInverted, let rest): bit(index) != isInverted && rest.value(pattern)
        case .or(let index, let isInverted, let rest): bit(index) != isInverted || rest.value(pattern)
        case .xor(let index, let rest): bit(index) != rest.value(pattern)
        case .select(let index, let high, let low): bit(index) ? high.value(pattern) : low.value(pattern)
        }
    }
}

/// Finds the cheapest expression of a truth table by trying every order of the variables, each restricted function once.
struct LutExpressionSearch {
    private struct Found {
        var cost: Int
        var expression: LutExpression

        func wrapped(_ more: Int, _ make: (LutExpression) -> LutExpression) -> Found {
            Found(cost: cost + more, expression: make(expression))
        }
    }

    private var known: [UInt64: Found] = [:]

    /// The expression of a table of `inputCount` inputs.
    mutating func expression(_ table: UInt64, inputCount: Int) -> LutExpression {
        known.removeAll(keepingCapacity: true)
        return find((inputCount..<6).reduce(table) { $0 | $0 << (1 << UInt64($1)) }).expression
    }

    private mutating func find(_ table: UInt64) -> Found {
        if table == 0 { return Found(cost: 0, expression: .constant(false)) }
        if table == ~0 { return Found(cost: 0, expression: .constant(true)) }
        if let found = known[table] { return found }
        var best: Found?
        for (index, variable) in LutPatterns.ones.enumerated() {
            let shift: UInt64 = 1 << UInt64(index)
            let high = table & variable | (table & variable) >> shift
            let low = table & ~variable | (table & ~variable) << shift
            if high == low { continue }
            let found = split(index, high, low)
            if best.map({ found.cost < $0.cost }) ?? true { best = found }
        }
        guard let result = best else { preconditionFailure("a table that is no constant depends on a variable") }
        known[table] = result
        return result
    }

    private mutating func split(_ index: Int, _ high: UInt64, _ low: UInt64) -> Found {
        switch (high, low) {
        case (~0, 0): return Found(cost: 1, expression: .variable(index, isInverted: false))
        case (0, ~0): return Found(cost: 1, expression: .variable(index, isInverted: true))
        case (~0, _): return find(low).wrapped(1) { .or(index, isInverted: false, $0) }
        case (_, ~0): return find(high).wrapped(1) { .or(index, isInverted: true, $0) }
        case (_, 0): return find(high).wrapped(1) { .and(index, isInverted: false, $0) }
        case (0, _): return find(low).wrapped(1) { .and(index, isInverted: true, $0) }
        case _ where high == ~low: return find(low).wrapped(1) { .xor(index, $0) }
        default:
            let high = find(high)
            let low = find(low)
            return Found(
                cost: 2 + high.cost + low.cost,
                expression: .select(index, high: high.expression, low: low.expression))
        }
    }
}
