/// The vectorised kernels that a build of the kernel sources offers.
public struct KernelTable: Sendable {
    /// Which instruction set it was built for.
    public let name: String

    /// Makes a table.
    public init(name: String) { self.name = name }
}
