import BinaryBrain
import Testing
import TestSupport

@Suite("Random numbers, bit for bit those of the original")
struct RandomTests {
    /// The 10000th number of mt19937_64 with its default seed, as the C++ standard demands (ISO C++ [rand.predef]).
    @Test func tenThousandthNumberIsTheStandards() {
        var generator = MersenneTwister64(seed: 5489)
        for _ in 1..<10000 { _ = generator.next() }
        #expect(generator.next() == 9_981_545_732_273_789_042)
    }

    @Test func savedStateGoesOn() {
        var generator = MersenneTwister64(seed: 7)
        for _ in 0..<500 { _ = generator.next() }
        var restored = MersenneTwister64(savedState: generator.savedState)
        for _ in 0..<1000 { #expect(restored?.next() == generator.next()) }
    }

    @Test func damagedStateIsRefused() {
        let words = MersenneTwister64(seed: 7).savedState
        #expect(MersenneTwister64(savedState: Array(words.dropLast())) == nil)
        #expect(MersenneTwister64(savedState: words.dropLast() + [313]) == nil)
        #expect(MersenneTwister64(savedState: []) == nil)
    }

    @Test func uniformNumbersStayInRange() {
        var generator = MersenneTwister64(seed: 1)
        for _ in 0..<10000 {
            #expect((0..<1).contains(generator.uniformDouble()))
            #expect((0..<1).contains(generator.uniformFloat()))
            #expect((3...9).contains(generator.uniformInteger(3, 9)))
        }
    }

    @Test func shuffleIsAPermutationForEvenAndOddCounts() {
        var generator = MersenneTwister64(seed: 1)
        for count in [0, 1, 2, 3, 10, 11, 1000] {
            var values = Array(0..<count)
            generator.shuffle(&values)
            #expect(values.sorted() == Array(0..<count))
        }
    }

    @Test(arguments: [
        ("random", [3, 4, 4], [6, 4, 4]), ("random", [3, 5, 6], [2, 4, 4]), ("random", [3, 5, 6], [3, 4, 5]),
        ("serial", [3, 4, 4], [6, 4, 4]), ("serial", [3, 5, 6], [2, 4, 4]), ("serial", [3, 5, 6], [3, 4, 5]),
        ("gauss", [3, 4, 4], [6, 4, 4]), ("gauss", [3, 5, 6], [2, 4, 4]), ("gauss", [3, 5, 6], [3, 4, 5]),
        ("pointwise", [3, 4, 4], [6, 4, 4]), ("depthwise", [3, 5, 6], [3, 4, 5]),
    ])
    func connectionsAndInitialTables(rule: String, input: [Int], output: [Int]) throws {
        func name(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }
        let vector = "conn_\(rule)_\(name(input))_to_\(name(output))_seed7"
        let golden = try Golden.arrays(vector)
        let inputs = golden["connection"]!.shape[1]
        var generator = MersenneTwister64(seed: 7)
        let table = try ConnectionRule(parsing: rule).table(
            input: Shape(input), output: Shape(output), inputsPerNode: inputs, seed: generator.next())
        let deviation = Golden.deviation(
            of: table.map(Float.init), from: golden["connection"]!, name: "\(vector)/connection")
        #expect(deviation == 0)
        let tables = Tensor.normal(
            shape: Shape(golden["W"]!.shape), mean: 0.5, deviation: 0.01, seed: generator.next())
        #expect(Golden.deviation(of: tables.values, from: golden["W"]!, name: "\(vector)/W") == 0)
    }

    @Test(arguments: [("conn_random_7_to_20_seed1", 7, 20), ("conn_random_4_to_5_N6_dups", 4, 5)])
    func connectionsThatUseInputsAgain(vector: String, inputs: Int, outputs: Int) throws {
        let golden = try Golden.arrays(vector)
        var generator = MersenneTwister64(seed: 1)
        let table = try ConnectionRule.random.table(
            input: [inputs], output: [outputs], inputsPerNode: 6, seed: generator.next())
        let deviation = Golden.deviation(
            of: table.map(Float.init), from: golden["connection"]!, name: "\(vector)/connection")
        #expect(deviation == 0)
    }

    @Test(arguments: [true, false]) func thresholdStreams(framewise: Bool) throws {
        let suffix = "framewise\(framewise ? 1 : 0)"
        try check(UniformDistributionGenerator(), "real2bin_uniform_\(suffix)", framewise)
        try check(NormalDistributionGenerator(mean: 0.5, deviation: 0.2), "real2bin_normal_\(suffix)", framewise)
    }

    private func check(_ generator: some ValueGenerator, _ vector: String, _ framewise: Bool) throws {
        let golden = try Golden.arrays(vector)
        let x = golden["x"]!.frameBuffer()
        var expected: [Float] = []
        for frame in 0..<x.frameCount {
            for _ in 0..<3 {
                var threshold = generator.next()
                for node in 0..<x.nodeCount {
                    expected.append(x[frame: frame, node: node] > threshold ? 1 : -1)
                    if !framewise { threshold = generator.next() }
                }
            }
        }
        #expect(Golden.deviation(of: expected, from: golden["y"]!, name: "\(vector)/y") == 0)
    }

    @Test func restoredThresholdStreamsGoOn() {
        let streams: [(any ValueGenerator, any ValueGenerator)] = [
            (UniformDistributionGenerator(seed: 1), UniformDistributionGenerator(seed: 2)),
            (NormalDistributionGenerator(seed: 1), NormalDistributionGenerator(seed: 2)),
        ]
        for (first, second) in streams {
            for _ in 0..<7 { _ = first.next() }
            #expect(second.restore(first.state))
            for _ in 0..<100 { #expect(second.next() == first.next()) }
            #expect(!second.restore([1, 2, 3]))
        }
    }

    @Test func rulesThatDoNotFitTheShapesAreErrors() {
        func table(_ rule: ConnectionRule, _ input: Shape, _ output: Shape) throws -> [Int32] {
            try rule.table(input: input, output: output, inputsPerNode: 2, seed: 1)
        }
        #expect(throws: BrainError.self) { try ConnectionRule(parsing: "star") }
        #expect(throws: BrainError.self) { try table(.depthwise, [3, 4, 4], [2, 4, 4]) }
        #expect(throws: BrainError.self) { try table(.depthwise, [48], [48]) }
        #expect(throws: BrainError.self) { try table(.pointwise, [3, 4, 4], [3, 4, 5]) }
        #expect(throws: BrainError.self) { try table(.gauss, [3, 4, 4], [48]) }
        #expect(throws: BrainError.self) { try table(.gauss, [1], [4]) }
    }
}
