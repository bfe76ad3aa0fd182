/// The state of an optimizer as a value that a checkpoint can hold.
public struct OptimizerState: Sendable, Hashable {
    /// Numbers by name, as bit patterns; each name begins with the optimizer's, such as `adam.beta1_power`.
    public var scalars: [String: [UInt64]]
    /// What is remembered of each parameter, all parameters in a row: Adam's first moments, then its second ones.
    public var tensors: [[Float]]

    /// A state of these parts.
    public init(scalars: [String: [UInt64]], tensors: [[Float]]) {
        self.scalars = scalars
        self.tensors = tensors
    }

    /// A state of fp32 numbers and moments.
    init(floats: [String: Float], elementCounts: [String: [Int]], moments: [Tensor]) {
        scalars = floats.mapValues { [UInt64($0.bitPattern)] }
        for (name, counts) in elementCounts { scalars[name] = counts.map(UInt64.init) }
        tensors = moments.map(\.values)
    }

    /// The numbers of `floats`, checked to be finite; throws unless the state has exactly the parts of `present`.
    func floats(matching present: OptimizerState, for optimizer: String) throws -> [String: Float] {
        func misfit(_ why: String) -> BrainError {
            BrainError(
                .format, what: "state of optimizer \(optimizer)", why: why,
                remedy: "restore the state that this optimizer saved for this net")
        }
        guard Set(scalars.keys) == Set(present.scalars.keys) else {
            throw misfit("it has the values \(scalars.keys.sorted()), expected \(present.scalars.keys.sorted())")
        }
        guard tensors.map(\.count) == present.tensors.map(\.count) else {
            throw misfit("it has moments of \(tensors.map(\.count)) numbers, expected \(present.tensors.map(\.count))")
        }
        var result: [String: Float] = [:]
        for (name, words) in scalars {
            if name.hasSuffix(Self.elementCountSuffix) {
                guard words == present.scalars[name] else { throw misfit("its parameters have other sizes") }
                continue
            }
            guard words.count == 1, let pattern = UInt32(exactly: words[0]), Float(bitPattern: pattern).isFinite else {
                throw misfit("'\(name)' is not a finite number")
            }
            result[name] = Float(bitPattern: pattern)
        }
        return result
    }

    /// End of the name of the one value that is a list: the number of elements of each parameter.
    static let elementCountSuffix = ".element_counts"
}
