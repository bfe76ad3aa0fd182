/// A bundle of tensors handed to an optimizer: all parameters of a net, or all gradients (manual §6.2.2.4).
public struct Variables {
    /// The tensors, in the order of the layers.
    public private(set) var tensors: [Tensor]

    /// A bundle of these tensors.
    public init(_ tensors: [Tensor] = []) { self.tensors = tensors }

    /// Adds the tensors of another bundle.
    public mutating func append(contentsOf other: Variables) { tensors += other.tensors }

    /// Adds one tensor.
    public mutating func append(_ tensor: Tensor) { tensors.append(tensor) }

    /// Number of numbers in all tensors.
    public var elementCount: Int { tensors.reduce(0) { $0 + $1.count } }

    /// Sets every element of every tensor to zero.
    public func setZero() { for tensor in tensors { tensor.fill(0) } }

    /// Zeroed fp32 tensors of the same shapes.
    public func zerosLike() -> Variables { Variables(tensors.map { Tensor(.fp32, shape: $0.shape) }) }
}
