/// How registers are spread over a row of levels of logic, which ends in one unless nothing is registered.
enum RegisterSpacing: Hashable {
    /// Behind every so many levels, and behind the last; none at all for 0.
    case every(Int)
    /// So many registers in a row, spread evenly: no part has two levels more than another. With more of them than levels some
    /// stand one behind another.
    case stages(Int)

    /// Registers in a row of `levels` levels.
    func stageCount(levels: Int) -> Int {
        switch self {
        case .every(0): 0
        case .every(let interval): (levels + interval - 1) / interval
        case .stages(let count): count
        }
    }

    /// The part that a level, counted from 1, is in: it ends in the register of that number.
    func stage(ofLevel level: Int, of levels: Int) -> Int {
        switch self {
        case .every(0): return 0
        case .every(let interval): return (level + interval - 1) / interval
        case .stages(let count): return levels == 0 ? 0 : (level * count + levels - 1) / levels
        }
    }

    /// The most levels between two registers.
    func longestPart(levels: Int) -> Int {
        switch self {
        case .every(0), .stages(0): levels
        case .every(let interval): min(interval, levels)
        case .stages(let count): (levels + count - 1) / count
        }
    }

    /// For a report, behind "registers behind".
    var text: String {
        switch self {
        case .every(0), .stages(0): "no level: all combinational"
        case .every(1): "every level"
        case .every(let interval): "every \(interval) levels"
        case .stages(1): "the last level"
        case .stages(let count): "\(count) places, spread evenly over the levels"
        }
    }
}
