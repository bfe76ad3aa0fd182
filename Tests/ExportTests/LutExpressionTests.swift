import BinaryBrain
import Netlist
import Testing

@testable import Export

@Suite struct LutExpressionTests {
    private func isEqual(_ expression: LutExpression, _ table: UInt64, inputCount: Int) -> Bool {
        (0..<UInt64(1) << UInt64(inputCount)).allSatisfy { expression.value($0) == (table >> $0 & 1 == 1) }
    }

    @Test func everyFunctionOfUpToThreeInputs() {
        var search = LutExpressionSearch()
        for inputCount in 0...3 {
            for table in 0..<UInt64(1) << UInt64(1 << inputCount) {
                let expression = search.expression(table, inputCount: inputCount)
                #expect(isEqual(expression, table, inputCount: inputCount), "\(inputCount) inputs, table \(table)")
            }
        }
    }

    @Test func functionsOfSixInputs() {
        var random = MersenneTwister64(seed: 5)
        var search = LutExpressionSearch()
        for round in 0..<300 {
            var table = random.next()
            if round % 3 == 1 { table &= random.next() & random.next() }
            if round % 3 == 2 { table &= 0xffff_ffff_0000_0000 }
            #expect(isEqual(search.expression(table, inputCount: 6), table, inputCount: 6))
        }
    }

    @Test func familiarFunctionsAreShort() {
        var search = LutExpressionSearch()
        let names = ["a", "b", "c", "d", "e", "f"]
        func text(_ table: UInt64, _ count: Int) -> String { search.expression(table, inputCount: count).text(names) }
        #expect(text(0b1000, 2) == "(a & b)")
        #expect(text(0b0110, 2) == "(a ^ b)")
        #expect(text(0b01, 1) == "~a")
        #expect(text(0b1100_1010, 3) == "(c ? b : a)")
        #expect(text(1, 0) == "1'b1")
        #expect(text(0x8000_0000_0000_0000, 6) == "(a & (b & (c & (d & (e & f)))))")
    }
}
