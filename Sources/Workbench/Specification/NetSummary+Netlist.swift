import BinaryBrain
import Netlist

extension NetSummary {
    /// What a trained net is as a netlist, in one line; if it cannot become one, why.
    public static func netlistLine(of net: any Model) -> String {
        do {
            let raw = try Netlist(extracting: net)
            let (simple, report) = raw.simplifiedWithReport()
            let reasons = [
                (report.constants, "constant"), (report.passThroughs, "wires or inverters"),
                (report.duplicates, "equal to others"), (report.dead, "unused"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            return "netlist: \(raw.luts.count) LUTs, \(simple.luts.count) simplified"
                + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
                + ", \(simple.statistics.levelCount) levels, \(simple.statistics.usedInputCount) of "
                + "\(simple.inputCount) inputs used"
        } catch {
            return "netlist: none, \(error)"
        }
    }
}
