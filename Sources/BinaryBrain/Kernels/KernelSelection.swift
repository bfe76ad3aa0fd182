import CSimd
import Foundation
import KernelInterface
import KernelsAVX2
import KernelsAVX512
import KernelsPortable

/// Which build of the kernels runs: the one place that asks what the processor has.
public enum Kernels {
    /// The vectorised kernels for this processor. `BBWB_KERNELS=avx2` (`portable`, `reference`) chooses another build, for
    /// tests and measurements.
    static let vectorized: KernelTable = {
        switch ProcessInfo.processInfo.environment["BBWB_KERNELS"] {
        case "reference": return LutReference.table
        case "portable": return KernelsPortable.table
        case "avx2" where bb_has_avx2_fma() != 0: return KernelsAVX2.table
        default:
            if bb_has_avx512() != 0 { return KernelsAVX512.table }
            return bb_has_avx2_fma() != 0 ? KernelsAVX2.table : KernelsPortable.table
        }
    }()

    /// The kernels for a layer: the plain reference twin if it is host-only.
    package static func table(hostOnly: Bool) -> KernelTable {
        usesReference(hostOnly) ? LutReference.table : vectorized
    }

    /// Whether a layer runs its plain reference code: it is host-only, or everything is (`BrainSystem.isHostOnly`).
    static func usesReference(_ hostOnly: Bool) -> Bool { hostOnly || BrainSystem.isHostOnly }

    /// Whether the kernels in use fuse multiply-adds, as those of devices do: only then are their results the same bits.
    static var areFused: Bool { ["avx2", "avx512"].contains(vectorized.name) }

    /// The element-wise loops for this processor.
    static var elements: ElementKernels { vectorized.elements }

    /// The loops of activations and losses for this processor.
    static var losses: LossKernels { vectorized.losses }

    /// Name of the build in use: `avx2`, `portable` or `reference`.
    public static var selectedName: String { vectorized.name }

    /// Runs `rounds` × 96 multiply-adds in registers on the selected build; see `KernelTable.multiplyAdds`.
    public static func multiplyAdds(rounds: Int) -> Float { vectorized.multiplyAdds(rounds) }

    /// target[i] += source[i] for `count` floats on the selected build, for benchmarks.
    public static func accumulate(
        _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
    ) {
        elements.add(source, target, count)
    }
}
