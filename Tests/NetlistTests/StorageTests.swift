import BinaryBrain
import Testing

@testable import Netlist

@Suite struct StorageTests {
    private static func samples() throws -> [Netlist] {
        let net = try TestNets.classifier(depth: 2, widths: [60, 20], modulation: 3, steps: 1)
        let raw = try Netlist(extracting: net)
        return [
            raw, raw.simplified(), try TestNets.tangle(inputCount: 9, lutCount: 40, outputCount: 6, seed: 5),
            try Netlist(
                inputCount: 1, luts: [], outputs: [0], layerNames: ["名前", ""], encoding: .aboveHalf([1]),
                decoding: .bits([1], levels: .minusOnePlusOne)),
        ]
    }

    @Test func everyNetlistComesBack() throws {
        for netlist in try Self.samples() { #expect(try Netlist(decoding: netlist.encoded()) == netlist) }
    }

    @Test func theChecksumIsTheKnownOne() {
        #expect(CyclicRedundancyCheck.value(of: "123456789".utf8) == 0xcbf4_3926)
    }

    @Test func everyByteThatChangesIsNoticed() throws {
        let file = try TestNets.tangle(inputCount: 9, lutCount: 12, outputCount: 6, seed: 5).encoded()
        for index in file.indices {
            for flip in [0x01, 0x80, 0xff] as [UInt8] {
                var damaged = file
                damaged[index] ^= flip
                #expect(throws: BrainError.self) { try Netlist(decoding: damaged) }
            }
        }
    }

    @Test func everyTruncationIsNoticed() throws {
        let file = try TestNets.tangle(inputCount: 9, lutCount: 12, outputCount: 6, seed: 5).encoded()
        for length in 0..<file.count {
            #expect(throws: BrainError.self) { try Netlist(decoding: Array(file.prefix(length))) }
        }
        #expect(throws: BrainError.self) { try Netlist(decoding: file + [0]) }
    }

    /// A reader must hold without the checksum, too: who damages a file on purpose makes the checksum fit.
    @Test func damageWithAFittingChecksumNeitherTrapsNorAllocates() throws {
        let file = try TestNets.tangle(inputCount: 9, lutCount: 12, outputCount: 6, seed: 5).encoded()
        func sealed(_ bytes: [UInt8]) -> [UInt8] {
            var bytes = bytes
            withUnsafeBytes(of: UInt64(bytes.count + 4).littleEndian) { bytes.replaceSubrange(12..<20, with: $0) }
            return withUnsafeBytes(of: CyclicRedundancyCheck.value(of: bytes).littleEndian) { bytes + Array($0) }
        }
        let contents = Array(file.dropLast(4))
        #expect(sealed(contents) == file)
        var accepted = 0
        for index in 20..<contents.count {
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] as [UInt8] {
                var damaged = contents
                damaged[index] = value
                if (try? Netlist(decoding: sealed(damaged))) != nil { accepted += 1 }
            }
        }
        #expect(accepted > 0, "another table is another netlist")
        for length in 20..<contents.count {
            #expect(throws: BrainError.self) { try Netlist(decoding: sealed(Array(contents.prefix(length)))) }
        }
        var newer = contents
        newer[8] = 3
        #expect { try Netlist(decoding: sealed(newer)) } throws: { "\($0)".contains("version 3") }
    }
}
