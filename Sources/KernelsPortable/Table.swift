import CSimd
import KernelInterface

/// The vectorised kernels as this module's flags build them.
public let table = KernelTable(
    name: bb_built_for_avx512() != 0 ? "avx512" : bb_built_for_avx2() != 0 ? "avx2" : "portable",
    lutBitsForward: lutBitsForward,
    lutBitsInference: lutBitsInference,
    lutBitsBackward: lutBitsBackward,
    lutRealsForward: lutRealsForward,
    lutRealsInference: lutRealsInference,
    lutRealsBackward: lutRealsBackward,
    lutTruthTables: lutTruthTables,
    netlist: NetlistKernels(
        evaluate: evaluateNetlist, packPixels: packPixels, transposeRows: transposeRows, rankNumbers: rankNumbers,
        census: census, addBits: addBits, indexOfMaximum: indexOfMaximum,
        readCounts: readCounts),
    elements: ElementKernels(
        add: add, packAbove: packAbove, packPulseWidth: packPulseWidth, sum: rowSum, centeredDot: centeredDot,
        centeredSquares: centeredSquares, affine: affine, normalizedGradient: normalizedGradient, adam: adam,
        adaGrad: adaGrad),
    losses: LossKernels(
        logistic: logistic, softmax: softmax, logisticCrossEntropy: logisticCrossEntropy, squaredError: squaredError),
    lowering: LoweringKernels(
        interleaveReals: interleaveReals, addDeinterleavedReals: addDeinterleavedReals, interleaveBits: interleaveBits,
        deinterleaveBits: deinterleaveBits),
    denseBits: denseBits, multiplyAdds: multiplyAdds)
