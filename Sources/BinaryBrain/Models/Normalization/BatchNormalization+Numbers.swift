extension BatchNormalization {
    /// Everything in the layer that its file holds, as words, for a net whose file leaves the layer out. Numbers that do not fit
    /// the layer are not taken.
    var numbers: [String: [UInt64]] {
        get {
            var numbers = tensors.mapValues { $0.values.map { UInt64($0.bitPattern) } }
            numbers["batch_norm.momentum"] = [UInt64(momentum.bitPattern)]
            numbers["batch_norm.switches"] = [bypass, fixGamma, fixBeta, hostOnly, hostSimd].map { $0 ? 1 : 0 }
            return numbers
        }
        set {
            for (name, tensor) in tensors {
                guard let words = newValue[name], words.count == tensor.count else { continue }
                for (index, word) in words.enumerated() {
                    if let pattern = UInt32(exactly: word) { tensor[index] = Float(bitPattern: pattern) }
                }
            }
            if let word = newValue["batch_norm.momentum"]?.first, let pattern = UInt32(exactly: word),
                (0...1).contains(Float(bitPattern: pattern))
            {
                momentum = Float(bitPattern: pattern)
            }
            if let words = newValue["batch_norm.switches"], words.count == 5 {
                bypass = words[0] == 1
                fixGamma = words[1] == 1
                fixBeta = words[2] == 1
                hostOnly = words[3] == 1
                hostSimd = words[4] == 1
            }
        }
    }

    private var tensors: [String: Tensor] {
        [
            "batch_norm.gamma": gamma, "batch_norm.beta": beta, "batch_norm.running_mean": runningMean,
            "batch_norm.running_var": runningVariance,
        ]
    }
}
