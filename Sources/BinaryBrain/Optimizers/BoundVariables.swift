/// The tensors that an optimizer is bound to, cut into blocks for data-parallel passes.
struct BoundVariables {
    /// A piece of one tensor.
    struct Block {
        let parameters: UnsafeMutablePointer<Float>
        let gradients: UnsafeMutablePointer<Float>
        /// Which of the tensors it is a piece of.
        let tensor: Int
        /// Place of the first element when all tensors stand in a row, as the moments do.
        let offset: Int
        let count: Int
    }

    private static let blockLength = 1 << 14

    /// Elements of each tensor.
    let elementCounts: [Int]
    private let gradients: Variables
    // The blocks point into the memory of both bundles; keeping the bundles keeps the memory.
    private let parameters: Variables
    private let blocks: [Block]

    /// Bound to nothing.
    init() {
        elementCounts = []
        gradients = Variables()
        parameters = Variables()
        blocks = []
    }

    /// Throws unless there is one fp32 gradient of the same shape for each fp32 parameter.
    init(_ parameters: Variables, _ gradients: Variables, for optimizer: String) throws {
        func misfit(_ why: String) -> BrainError {
            BrainError(
                .shape, what: "variables of optimizer \(optimizer)", why: why,
                remedy: "pass parameters and gradients of the same net, after setInputShape")
        }
        guard parameters.tensors.count == gradients.tensors.count else {
            throw misfit("\(parameters.tensors.count) parameters have \(gradients.tensors.count) gradients")
        }
        var blocks: [Block] = []
        var offset = 0
        for (index, (parameter, gradient)) in zip(parameters.tensors, gradients.tensors).enumerated() {
            guard parameter.dtype == .fp32, gradient.dtype == .fp32, parameter.shape == gradient.shape else {
                throw misfit(
                    "a parameter of \(parameter.dtype.name) \(parameter.shape) has a gradient of "
                        + "\(gradient.dtype.name) \(gradient.shape)")
            }
            for start in stride(from: 0, to: parameter.count, by: Self.blockLength) {
                blocks.append(
                    Block(
                        parameters: parameter.floats.baseAddress! + start,
                        gradients: gradient.floats.baseAddress! + start, tensor: index, offset: offset + start,
                        count: min(Self.blockLength, parameter.count - start)))
            }
            offset += parameter.count
        }
        elementCounts = parameters.tensors.map(\.count)
        self.parameters = parameters
        self.gradients = gradients
        self.blocks = blocks
    }

    /// Elements of all tensors.
    var elementCount: Int { parameters.elementCount }

    /// Runs `body` with the place of each of these elements of a parameter when all tensors stand in a row.
    func forEach(_ elements: [Int], of parameter: Tensor, _ body: (Int) -> Void) {
        var offset = 0
        for tensor in parameters.tensors {
            if tensor.storage === parameter.storage {
                for element in elements { body(offset + element) }
            }
            offset += tensor.count
        }
    }

    /// Runs `body` once for each block, which says whether all numbers in it are finite afterwards.
    /// - Returns: the first tensor with one that is not; nil if there is none.
    func firstNonFinite(_ body: (Block) -> Bool) -> Int? {
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(1, blocks.count)) { isFinite in
            let base = isFinite.baseAddress!
            Parallel.shared.run(blocks: blocks.count) { (base + $0).initialize(to: body(blocks[$0])) }
            return blocks.indices.first { !base[$0] }.map { blocks[$0].tensor }
        }
    }

    /// Sets all gradients to zero.
    func zeroGradients() { gradients.setZero() }
}
