import BinaryBrain
import Foundation

@testable import Datasets
@testable import Workbench

/// A reader of files that may hold anything. It must give a result or a typed error; what else happens ends the process,
/// which libFuzzer reports.
enum FuzzedReader: String, CaseIterable {
    case bbNet = "bb_net"
    case checkpoint
    case npy
    case npz
    case idx
    case yaml

    /// The one that `BBWB_FUZZ_READER` names.
    static let chosen: FuzzedReader = {
        let name = ProcessInfo.processInfo.environment["BBWB_FUZZ_READER"] ?? ""
        guard let reader = FuzzedReader(rawValue: name) else {
            fatalError("BBWB_FUZZ_READER must be one of \(allCases.map(\.rawValue))")
        }
        return reader
    }()

    func read(_ bytes: [UInt8]) {
        do {
            switch self {
            case .bbNet: try Self.readNet(bytes)
            case .checkpoint: try Self.readCheckpoint(bytes)
            case .npy: _ = try NumpyArray(npy: bytes, file: "fuzzed").floats
            case .npz: try Self.readArchive(bytes)
            case .idx: _ = try IdxFile(bytes, file: "fuzzed")
            case .yaml: try Self.readExperiment(bytes)
            }
        } catch is BrainError {} catch is SpecificationError {} catch { fatalError("an error of no type: \(error)") }
    }

    /// A net that was read can be written, and read again as the same bytes; a small one works.
    private static func readNet(_ bytes: [UInt8]) throws {
        let net = try ModelFile.decode(Data(bytes))
        let written: Data
        do { written = try ModelFile.encode(net) } catch let error as BrainError where error.kind == .usage { return }
        let again = try ModelFile.decode(written)
        guard try ModelFile.encode(again) == written else { fatalError("writing and reading changes the net") }
        try run(net)
    }

    /// A batch through a net whose signals are all small.
    private static func run(_ net: any Model) throws {
        let sizes = net.leaves.flatMap { [$0.inputShape.count, $0.outputShape.count] }
        guard net.inputShape.rank > 0, sizes.allSatisfy({ $0 < 1000 }), sizes.count < 20 else { return }
        let modulations = net.leaves.compactMap { ($0 as? RealToBinary)?.frameModulationSize }
        guard modulations.allSatisfy({ $0 < 20 }), modulations.count < 2 else { return }
        let x = FrameBuffer(
            frameMajor: (0..<3 * net.inputShape.count).map { Float($0 % 7) / 7 }, shape: net.inputShape)
        for train in [true, false] { _ = try net.forward(x, train: train) }
    }

    /// The checksum is made right, or nothing else would ever be reached.
    private static func readCheckpoint(_ bytes: [UInt8]) throws {
        var file = bytes
        let size = UInt64(bytes.count + 32)
        if bytes.count >= 24 {
            for index in 0..<8 { file[16 + index] = UInt8(truncatingIfNeeded: size >> UInt64(8 * index)) }
        }
        let digits = Array(SHA256Digest.hex(of: file))
        for index in stride(from: 0, to: digits.count, by: 2) {
            file.append(UInt8(String(digits[index...index + 1]), radix: 16)!)
        }
        let checkpoint = try Checkpoint(decoding: file, path: "fuzzed")
        let spec = try ExperimentSpec(yaml: checkpoint.specification, source: "fuzzed")
        _ = try checkpoint.makeNet(seed: spec.seed, path: "fuzzed")
    }

    /// libarchive wants a file: one in memory.
    private static func readArchive(_ bytes: [UInt8]) throws {
        let path = "/dev/shm/bbwb-fuzz-\(getpid()).npz"
        FileManager.default.createFile(atPath: path, contents: Data(bytes))
        defer { unlink(path) }
        for (_, array) in try NumpyArchive.arrays(contentsOf: path) { _ = array.floats }
    }

    private static func readExperiment(_ bytes: [UInt8]) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        _ = try ExperimentSpec(yaml: text, source: "fuzzed")
    }
}
