import Foundation
import TestSupport
import Testing

@testable import BinaryBrain

@Suite("Concatenate")
struct ConcatenateTests {
    // MARK: Signals that a program hands over

    @Test func inputsLieSideBySide() throws {
        let layer = Concatenate()
        let a = FrameBuffer.random(frames: 33, shape: [2, 3], seed: 1)
        let b = FrameBuffer.random(frames: 33, shape: [1, 3], seed: 2)
        let y = try layer.forward([a, b], train: true)
        #expect(y.shape == [3, 3])
        for frame in [0, 32] {
            #expect((0..<6).allSatisfy { y[frame: frame, node: $0] == a[frame: frame, node: $0] })
            #expect((0..<3).allSatisfy { y[frame: frame, node: 6 + $0] == b[frame: frame, node: $0] })
        }
        let dy = FrameBuffer.random(frames: 33, shape: [3, 3], seed: 3)
        #expect(throws: BrainError.self) { try layer.backward(dy) }
        let gradients = try layer.backwardAll(dy)
        #expect(gradients.map(\.shape) == [[2, 3], [1, 3]])
        #expect(gradients[1][frame: 32, node: 2] == dy[frame: 32, node: 8])
        #expect(throws: BrainError.self) { try layer.backwardAll(dy) }
    }

    @Test func equalBitsStayPacked() throws {
        func bits(_ levels: BitLevels) -> FrameBuffer {
            var bits = FrameBuffer(frameMajor: [1, -1, 1, 1], shape: [2], dtype: .bit)
            bits.levels = levels
            return bits
        }
        let packed = try Concatenate().forward([bits(.zeroOne), bits(.zeroOne)], train: false)
        #expect(packed.dtype == .bit && packed.levels == .zeroOne)
        #expect(packed.frameMajorValues() == [1, 0, 1, 0, 1, 1, 1, 1])
        let mixed = try Concatenate().forward([bits(.zeroOne), bits(.minusOnePlusOne)], train: false)
        #expect(mixed.dtype == .fp32 && mixed.frameMajorValues() == [1, 0, 1, -1, 1, 1, 1, 1])
    }

    @Test func oneInputIsHandedOn() throws {
        let layer = Concatenate()
        let x = FrameBuffer.random(frames: 3, shape: [4], seed: 1)
        #expect(try layer.forward(x, train: true).frameMajorValues() == x.frameMajorValues())
        #expect(try layer.backward(x).frameMajorValues() == x.frameMajorValues())
    }

    @Test func concatenateMisuse() throws {
        let layer = Concatenate()
        #expect(throws: BrainError.self) { try layer.setInputShapes([]) }
        #expect(throws: BrainError.self) { try layer.setInputShapes([[2, 3], [2, 4]]) }
        #expect(try layer.setInputShapes([[2, 3], [5, 3]]) == [7, 3])
        let x = FrameBuffer.random(frames: 3, shape: [2, 3], seed: 1)
        #expect(throws: BrainError.self) { try layer.forward([x], train: false) }
        #expect(throws: BrainError.self) { try layer.forward([x, x], train: false) }
        let short = FrameBuffer.random(frames: 2, shape: [5, 3], seed: 1)
        #expect(throws: BrainError.self) { try layer.forward([x, short], train: false) }
    }

    // MARK: Branches

    private static func branches() throws -> Concatenate {
        try Concatenate(
            branches: [
                Sequential([DenseAffine(outputShape: [3], name: "one"), Sigmoid()]), Sequential(),
                Sequential([DenseAffine(outputShape: [2], seed: 2, name: "two")]),
            ], name: "all")
    }

    @Test func branchesReadTheSameAndStandSideBySide() throws {
        let layer = try Self.branches()
        #expect(try layer.setInputShape([4]) == [9])
        #expect(layer.inputShape == [4] && layer.inputShapes == [[3], [4], [2]])
        let x = FrameBuffer.random(frames: 37, shape: [4], seed: 1)
        let y = try layer.forward(x, train: false)
        var node = 0
        for branch in layer.branches {
            let own = try branch.forward(x, train: false)
            for inner in 0..<own.nodeCount {
                #expect((0..<37).allSatisfy { y[frame: $0, node: node] == own[frame: $0, node: inner] })
                node += 1
            }
        }
        #expect(node == 9)
    }

    @Test func gradientsOfBranchesAddUp() throws {
        let layer = try Self.branches()
        try layer.setInputShape([4])
        let x = FrameBuffer.random(frames: 37, shape: [4], seed: 1)
        let dy = FrameBuffer.random(frames: 37, shape: [9], seed: 2)
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(dy).frameMajorValues()
        let alone = try Self.branches()
        try alone.setInputShape([4])
        var sum = [Float](repeating: 0, count: dx.count)
        var node = 0
        for branch in alone.branches {
            let nodes = branch.outputShape.count
            let own = FrameBuffer(
                frameMajor: (0..<37).flatMap { frame in (0..<nodes).map { dy[frame: frame, node: node + $0] } },
                shape: [nodes])
            _ = try branch.forward(x, train: true)
            let found = try branch.backward(own).frameMajorValues()
            sum = zip(sum, found).map { $0 + $1 }
            node += nodes
        }
        #expect(dx == sum)
        #expect(layer.gradients.tensors.map(\.values) == alone.gradients.tensors.map(\.values))
        #expect(layer.parameters.tensors.count == 4)
        #expect(throws: BrainError.self) { try layer.backward(dy) }
    }

    @Test func aBranchThatLetsNoGradientPassLeavesThoseOfTheOthers() throws {
        let layer = try Self.branches()
        try layer.setInputShape([4])
        let x = FrameBuffer.random(frames: 5, shape: [4], seed: 1)
        let dy = FrameBuffer.random(frames: 5, shape: [9], seed: 2)
        try layer.sendCommand("backward_break true")
        _ = try layer.forward(x, train: true)
        // What remains is the branch without layers.
        let dx = try layer.backward(dy)
        #expect(
            (0..<5).allSatisfy { frame in
                (0..<4).allSatisfy { dx[frame: frame, node: $0] == dy[frame: frame, node: 3 + $0] }
            })
        _ = try layer.forward(x, train: true)
        #expect(try layer.backward(dy, needsInputGradient: false) == nil)
    }

    @Test func commandsReachBranches() throws {
        let layer = try Self.branches()
        #expect(try layer.sendCommand("parameter_lock true", to: "two") == 1)
        #expect(try layer.sendCommand("host_only true") == 4, "itself, two dense layers, a sigmoid")
        #expect(layer.leaves.map(\.displayName) == ["one", "Sigmoid", "two"])
        #expect(layer.branchesOfLeaves == ["branch 1", "branch 1", "branch 3"])
        let net = try Sequential([ReLU(), Concatenate(branches: [Sequential([layer]), Sequential([ReLU()])])])
        #expect(net.branchesOfLeaves == [nil, "branch 1.1", "branch 1.1", "branch 1.3", "branch 2"])
    }

    @Test func misuseOfBranches() throws {
        #expect(throws: BrainError.self) { try Concatenate(branches: []) }
        let unequal = try Concatenate(branches: [Sequential([DenseAffine(outputShape: [2, 3])]), Sequential()])
        #expect(throws: BrainError.self) { try unequal.setInputShape([2, 4]) }
        let frames = try Concatenate(branches: [Sequential([RealToBinary(frameModulationSize: 3)]), Sequential()])
        let error = #expect(throws: BrainError.self) { try frames.setInputShape([4]) }
        #expect(error?.why.contains("branches 1 and 2 hand on different numbers of frames") == true)
        let layer = try Self.branches()
        try layer.setInputShape([4])
        #expect(throws: BrainError.self) { try layer.forward(.random(frames: 3, shape: [5], seed: 1), train: false) }
    }

    @Test func filesHoldBranches() throws {
        let layer = try Self.branches()
        #expect(throws: BrainError.self) { try ModelFile.encode(layer) }
        try layer.setInputShape([4])
        try layer.sendCommand("host_only true", to: "all")
        let file = try ModelFile.encode(layer)
        let decoded = try #require(try ModelFile.decode(file) as? Concatenate)
        let x = FrameBuffer.random(frames: 7, shape: [4], seed: 1)
        let (found, wanted) = (try decoded.forward(x, train: false), try layer.forward(x, train: false))
        #expect(found.frameMajorValues() == wanted.frameMajorValues())
        #expect(decoded.hostOnly && decoded.name == "all" && decoded.branches.count == 3)
        #expect(try ModelFile.encode(decoded) == file)
        // One that does not fit the others.
        var damaged = file
        let place = try #require(file.range(of: Data([3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3])))
        damaged[place.upperBound - 1] = 5
        #expect(throws: BrainError.self) { try ModelFile.decode(damaged) }
    }

    /// Files of version 1 have no branches.
    @Test func olderFilesAreRead() throws {
        let layer = Concatenate()
        try layer.setInputShapes([[2, 3], [4, 3]])
        let current = try ModelFile.encode(layer)
        var older = current
        let version = try #require(current.range(of: Data("Concatenate".utf8))).upperBound
        older[version] = 1
        older.removeLast(8)
        let decoded = try #require(try ModelFile.decode(older) as? Concatenate)
        #expect(decoded.inputShapes == [[2, 3], [4, 3]] && decoded.branches.isEmpty)
        #expect(try ModelFile.encode(decoded) == current)
    }

    @Test func whatIsNotANumberIsFoundInItsBranch() throws {
        let layer = try Self.branches()
        let net = Sequential([try ReLU(), layer, try DenseAffine(outputShape: [2])])
        try net.setInputShape([4])
        // So large that the sum overflows, with parameters that are finite.
        layer.branches[2].parameters.tensors[0].fill(.greatestFiniteMagnitude)
        let x = FrameBuffer(frameMajor: [8, 8, 8, 8], shape: [4])
        #expect(NumericDefect(lossOf: net, on: x).description == "an output of layer 3 two is not finite")
    }
}
