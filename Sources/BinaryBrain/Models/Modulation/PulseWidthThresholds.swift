/// The smallest single-precision values that give a one in each frame and depth of a pulse-width modulation.
///
/// The original computes y = (x′ − d·(1/D))·D, then (y − i·(1/F))·F > 0.5 in single precision, for x′ = (x − low)·(1/(high − low)).
/// Each step is monotonic in x, so a comparison of x with one threshold gives the same bit for every x.
struct PulseWidthThresholds {
    /// Frames a value becomes.
    let frameSize: Int
    /// Nodes a value becomes.
    let depthSize: Int
    /// Threshold of (depth d, frame i) at `d · frameSize + i`, ascending in both.
    let values: [Float]

    init(frameSize: Int, depthSize: Int, low: Float, high: Float) {
        self.frameSize = frameSize
        self.depthSize = depthSize
        values = (0..<depthSize * frameSize).map { slot in
            Self.smallest { x in
                Self.level(
                    x, frame: slot % frameSize, of: frameSize, depth: slot / frameSize, of: depthSize, low: low,
                    high: high)
                    > 0.5
            }
        }
    }

    /// The modulated value before clamping and thresholding.
    static func level(
        _ x: Float, frame: Int, of frameSize: Int, depth: Int, of depthSize: Int, low: Float, high: Float
    ) -> Float {
        let depthStep = 1 / Float(depthSize)
        let frameStep = 1 / Float(frameSize)
        let scaled = (x - low) * (1 / (high - low))
        let inDepth = (scaled - Float(depth) * depthStep) * Float(depthSize)
        return (inDepth - Float(frame) * frameStep) * Float(frameSize)
    }

    /// The smallest float for which a monotonic predicate holds, by bisection over the ordered bit patterns; +∞ if none.
    private static func smallest(_ holds: (Float) -> Bool) -> Float {
        var below = -Int64(Float.greatestFiniteMagnitude.bitPattern) - 1
        var holding = Int64(Float.infinity.bitPattern)
        while holding - below > 1 {
            let middle = below + (holding - below) / 2
            if holds(value(middle)) { holding = middle } else { below = middle }
        }
        return value(holding)
    }

    /// Floats in ascending order: negative ones mirror the positive ones.
    private static func value(_ order: Int64) -> Float {
        order >= 0 ? Float(bitPattern: UInt32(order)) : -Float(bitPattern: UInt32(-order))
    }
}
