import BinaryBrain

/// Changes LUTs where no training vector shows a difference at an output, so that fewer are needed.
///
/// Each LUT is looked at, from the outputs to the inputs. Its inverse is evaluated through all that follows: on which vectors would
/// an output change? Patterns of its inputs that only other vectors show may have any value. So a LUT may be a constant, be another
/// signal or its inverse, or ignore inputs; and a LUT can go if each that reads it finds another signal that says as much. After each
/// change all values are brought up to date, so the next LUT is judged by the net as it is then.
final class CareReduction {
    let network: CareNetwork
    /// Vectors that must show a pattern for it to matter.
    let threshold: Int
    /// What is wanted of the LUT that is looked at.
    let wanted: WantedValues
    /// What is wanted of LUTs while those that only they read are worked on.
    var known: [Int: WantedValues] = [:]

    init(_ netlist: Netlist, vectors: CareVectors, threshold: Int) {
        network = CareNetwork(netlist, vectors: vectors)
        self.threshold = threshold
        wanted = WantedValues(wordCount: vectors.wordCount)
    }

    /// Vectors on which the LUT that is looked at must be 1.
    var on: UnsafeMutablePointer<UInt64> { wanted.on }
    /// Vectors on which it must be 0.
    var off: UnsafeMutablePointer<UInt64> { wanted.off }

    /// Works until a pass removes nothing.
    /// - Parameter onProgress: is given the share of a pass that is done; what it throws ends the work.
    func run(passLimit: Int, onProgress: (Int, Double) throws -> Void) throws {
        for pass in 0..<passLimit {
            network.rankByLevel()
            let order = network.order
            let before = network.size
            var visited: Set<Int> = []
            var done = 0
            for signal in order.reversed() {
                try visit(signal, &visited) { signal in
                    if done % 16 == 0 { try onProgress(pass, min(1, Double(done) / Double(order.count))) }
                    done += 1
                    improve(signal)
                    if network.node(signal).isLive { remove(signal) }
                }
            }
            if network.size == before { return }
        }
    }
}
