import BinaryBrain
import Foundation
@testable import Netlist

@testable import Datasets
@testable import Workbench

/// The readers of files that may hold anything. Each must give a value that works, or a typed error: libFuzzer and the walk over
/// every damage of a small file use this one list.
public enum UntrustedFile: String, CaseIterable, Sendable {
    case net = "bb_net"
    case checkpoint
    case netlist
    case npy
    case npz
    case gzip
    case idx
    case cifar10
    case experiment = "yaml"
    case configuration = "config"
    case journal
    case tensor
    case frameBuffer = "frame_buffer"

    /// Reads a file and uses what it holds.
    /// - Returns: whether it was accepted. Any other error than the project's own ends the process.
    @discardableResult
    public func read(_ bytes: [UInt8]) -> Bool {
        do {
            try accept(bytes)
            return true
        } catch is BrainError {} catch is SpecificationError {} catch { fatalError("an error of no type: \(error)") }
        return false
    }

    private func accept(_ bytes: [UInt8]) throws {
        switch self {
        case .net: try UntrustedNet.use(bytes)
        case .checkpoint: try UntrustedCheckpoint.use(UntrustedCheckpoint.repaired(bytes))
        case .netlist: try Self.useNetlist(Self.repairedNetlist(bytes))
        case .npy: _ = try NumpyArray(npy: bytes, file: "untrusted").floats
        case .npz:
            try Self.withFile(bytes) { for (_, array) in try NumpyArchive.arrays(contentsOf: $0) { _ = array.floats } }
        case .gzip: try Self.withFile(bytes) { _ = try IdxFile(contentsOf: $0) }
        case .idx: _ = try IdxFile(bytes, file: "untrusted")
        case .cifar10: try Self.readCifar10(bytes)
        case .experiment: try UntrustedExperiment.use(bytes)
        case .configuration:
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            _ = try WorkbenchConfiguration(yaml: text, source: "untrusted")
        case .journal:
            let journal = Journal(bytes)
            _ = (journal.start, journal.end, journal.isSteered)
            for record in journal.records { _ = try record.jsonLine() }
        case .tensor: _ = try ArrayFile.encode(ArrayFile.decodeTensor(Data(bytes)))
        case .frameBuffer: _ = try ArrayFile.encode(ArrayFile.decodeFrameBuffer(Data(bytes)))
        }
    }

    private static func readCifar10(_ bytes: [UInt8]) throws {
        var pixels: [UInt8] = []
        var labels: [Int32] = []
        try Cifar10Layout.append(bytes, file: "untrusted", pixels: &pixels, labels: &labels)
    }

    /// The same file with the checksum that its contents have: nothing behind the check would ever be reached otherwise.
    private static func repairedNetlist(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 24 else { return bytes }
        var file = Array(bytes.dropLast(4))
        let size = UInt64(bytes.count)
        for index in 0..<8 { file[12 + index] = UInt8(truncatingIfNeeded: size >> UInt64(8 * index)) }
        let check = CyclicRedundancyCheck.value(of: file)
        return file + (0..<4).map { UInt8(truncatingIfNeeded: check >> UInt32(8 * $0)) }
    }

    /// A netlist that was read is written as the same bytes, and a small one answers.
    private static func useNetlist(_ bytes: [UInt8]) throws {
        let netlist = try Netlist(decoding: bytes)
        guard netlist.encoded() == bytes else { fatalError("reading and writing changes the netlist") }
        let shape = netlist.encoding.shape
        guard shape.count < 1000, netlist.encoding.frameModulationSize < 20 else { return }
        let evaluator = try NetlistEvaluator(netlist)
        _ = try evaluator.forward(FrameBuffer(.fp32, frameCount: 3, shape: shape))
    }

    /// libarchive wants a file: one in memory.
    private static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = "/dev/shm/bbwb-untrusted-\(getpid())"
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
        defer { unlink(path) }
        try body(path)
    }
}
