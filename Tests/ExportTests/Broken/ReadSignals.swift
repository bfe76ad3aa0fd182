import Foundation
import TestSupport
import Testing

@testable import Export

/// The signals of a design that one of its outputs depends on, as yosys finds them.
///
/// A small net leaves some unread: a row of the window that no LUT looks at, the mark of an image's end in a stage that no other
/// stage follows. Synthesis removes them, and no testbench can see them.
struct ReadSignals {
    private let paths: Set<String>

    /// Nil where yosys is not installed.
    /// - Parameter folder: an empty one, for the bundle.
    init?(_ form: BundleForm, in folder: TestFolder) throws {
        guard ToolRunner.isInstalled("yosys") else { return nil }
        let runner = try form.write(to: folder)
        // Constants and selections that never happen first: what they leave unread is unread as well.
        let script = """
            yosys -q -p "read_verilog rtl/*.v $(ls sim/LUT*.v 2>/dev/null | tr '\\n' ' '); hierarchy -top tiny; proc; flatten; \
            opt -full; tee -q -o read.txt select -list o:* %ci*"
            """
        let outcome = try runner.run("sh", ["-c", script])
        #expect(outcome.status == 0, "\(outcome.output)")
        // A line is the module, a stroke and the path in it.
        let lines = try folder.text("read.txt").split(separator: "\n")
        paths = Set(lines.map { "tiny_tb.dut." + $0.drop { $0 != "/" }.dropFirst() })
        #expect(paths.count > 30)
    }

    func contains(_ path: String) -> Bool { paths.contains(path) }
}
