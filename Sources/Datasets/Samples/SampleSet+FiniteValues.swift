import BinaryBrain

extension SampleSet {
    /// Throws unless all values of all samples are finite: a single NaN would make a whole net NaN in one step.
    static func requireFinite(_ values: [Float], shape: Shape, _ what: String, of name: String) throws {
        guard !values.withUnsafeBufferPointer(\.isFinite) else { return }
        let places = values.indices.filter { !values[$0].isFinite }
        let first = places[0]
        let samples = Set(places.map { $0 / shape.count }).count
        throw BrainError(
            .format, what: name,
            why:
                "\(places.count) of its \(values.count) \(what)s are not finite, in \(samples) of its samples: the first is "
                + "\(values[first]) in sample \(first / shape.count) at \(shape.place(of: first % shape.count))",
            remedy: "replace them by finite numbers, or leave those samples out")
    }
}

extension Shape {
    /// The index on each axis of an element that is counted along the last axis first, such as `[0, 14, 3]`.
    fileprivate func place(of index: Int) -> [Int] {
        var rest = index
        return dimensions.reversed().map { extent in
            defer { rest /= extent }
            return rest % extent
        }.reversed()
    }
}
