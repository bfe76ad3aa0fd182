import KernelInterface

/// This build's kernels.
public let table = KernelTable(name: "portable")
