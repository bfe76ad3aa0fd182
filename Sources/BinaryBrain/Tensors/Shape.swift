/// The extent of each axis of a node array or tensor, outermost first; images are (C, H, W).
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// Extent of each axis.
    public var dimensions: [Int]

    /// A shape with these extents.
    public init(_ dimensions: [Int]) { self.dimensions = dimensions }

    /// A shape with these extents.
    public init(arrayLiteral elements: Int...) { dimensions = elements }

    /// Number of elements: the product of all extents (1 for no axes).
    public var count: Int { dimensions.reduce(1, *) }
    /// Number of axes.
    public var rank: Int { dimensions.count }
    /// Extent of one axis.
    public subscript(axis: Int) -> Int {
        get { dimensions[axis] }
        set { dimensions[axis] = newValue }
    }

    /// `784` or `1×28×28`.
    public var description: String {
        dimensions.isEmpty ? "scalar" : dimensions.map(String.init).joined(separator: "×")
    }

    /// Whether samples of the other shape are samples of this one: the axes agree, those of one element left aside, or one of the two
    /// is a flat row of as many elements. (An array with its channels last has as many elements, and is something else.)
    public func takesSamples(of other: Shape) -> Bool {
        func axes(_ shape: Shape) -> [Int] { shape.dimensions.filter { $0 != 1 } }
        guard count == other.count else { return false }
        return axes(self) == axes(other) || axes(self).count <= 1 || axes(other).count <= 1
    }

    /// Throws unless there is at least one axis, every extent is positive and the product fits 31 bits.
    public func validated(for what: String) throws -> Shape {
        var product = 1
        for extent in dimensions {
            let (next, overflow) = product.multipliedReportingOverflow(by: extent)
            guard extent > 0, !overflow, next <= Int(Int32.max) else {
                throw BrainError(
                    .shape, what: what, why: "shape \(dimensions) is not usable",
                    remedy: "every extent must be at least 1 and their product below 2^31")
            }
            product = next
        }
        guard !dimensions.isEmpty else {
            throw BrainError(.shape, what: what, why: "the shape is empty", remedy: "give at least one extent")
        }
        return self
    }
}
