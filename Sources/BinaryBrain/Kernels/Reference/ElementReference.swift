import KernelInterface

/// The plain twin of the element-wise kernels.
enum ElementReference {
    static let table = ElementKernels(
        add: { source, target, count in
            for i in 0..<count { target[i] += source[i] }
        },
        packAbove: { x, threshold, words, size in
            for word in 0..<size.wordCount { words[word] = 0 }
            for frame in 0..<size.frameCount where x[frame] > threshold { words[frame / 64] |= 1 << UInt64(frame % 64) }
        },
        packPulseWidth: { x, code, words, size in
            for word in 0..<size.wordCount { words[word] = 0 }
            for bit in 0..<size.frameCount * code.size where x[bit / code.size] >= code.thresholds[bit % code.size] {
                words[bit / 64] |= 1 << UInt64(bit % 64)
            }
        },
        sum: { x, count in Float((0..<count).reduce(0.0) { $0 + Double(x[$1]) }) },
        centeredDot: { a, x, center, count in
            Float((0..<count).reduce(0.0) { $0 + Double(a[$1]) * (Double(x[$1]) - Double(center)) })
        },
        centeredSquares: { x, center, count in
            Float((0..<count).reduce(0.0) { $0 + (Double(x[$1]) - Double(center)) * (Double(x[$1]) - Double(center)) })
        },
        affine: { x, map, y, count in
            for i in 0..<count { y[i] = (x[i] - map.center) * map.factor + map.offset }
        },
        normalizedGradient: { a, x, map, y, count in
            for i in 0..<count { y[i] = map.factor * (a[i] - map.shift - (x[i] - map.center) * map.slope) }
        },
        adam: { step, block in
            var isFinite = true
            for i in 0..<block.count {
                let gradient = block.gradients[i]
                block.means[i] += step.rest1 * (gradient - block.means[i])
                block.squares[i] += step.rest2 * (gradient * gradient - block.squares[i])
                block.parameters[i] -= step.rate * block.means[i] / (block.squares[i].squareRoot() + 1e-7)
                isFinite = isFinite && block.parameters[i].isFinite && block.squares[i].isFinite
                if step.zeroesGradients { block.gradients[i] = 0 }
            }
            return isFinite
        },
        adaGrad: { block in
            var isFinite = true
            for i in 0..<block.count {
                let gradient = block.gradients[i]
                block.squares[i] += gradient * gradient
                block.parameters[i] -= block.rate * gradient / (block.squares[i].squareRoot() + 1e-7)
                isFinite = isFinite && block.parameters[i].isFinite && block.squares[i].isFinite
                if block.zeroesGradients { block.gradients[i] = 0 }
            }
            return isFinite
        })
}
