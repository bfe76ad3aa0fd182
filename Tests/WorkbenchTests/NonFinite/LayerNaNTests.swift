import Foundation
import Testing

/// A NaN stays NaN through every layer of numbers, whatever kernels run: where a comparison turned it into a number, a net would
/// learn from it unseen.
@Suite("NaN through layers")
struct LayerNaNTests {
    @Test("with the kernels for this processor, and the reference twin")
    func selected() { #expect(NaNSweep.faults() == []) }

    // The kernels are chosen once a process.
    @Test("with the kernels for AVX2") func avx2() async {
        await #expect(processExitsWith: .success) { NaNSweep.exit("avx2") }
    }

    @Test("with the kernels for any processor") func portable() async {
        await #expect(processExitsWith: .success) { NaNSweep.exit("portable") }
    }
}

extension NaNSweep {
    /// Ends this process, with status 1 and a list on stderr if there are faults.
    static func exit(_ kernels: String) {
        setenv("BBWB_KERNELS", kernels, 1)
        let found = faults()
        FileHandle.standardError.write(Data(found.joined(separator: "\n").utf8))
        if !found.isEmpty { Foundation.exit(1) }
    }
}
