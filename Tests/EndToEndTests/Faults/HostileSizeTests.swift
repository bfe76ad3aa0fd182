import Foundation
import TestSupport
import Testing

/// Files that are large, or say that they are: an error within 64 MB and four times the file, and without reading what need not be
/// read.
@Suite("Files of hostile size", .enabled(if: SlowTests.areEnabled))
struct HostileSizeTests {
    /// A file, made by a test, and what is done with it.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        /// Whether nothing is wrong but the size.
        var isRight = false
        /// Makes the file in a folder; bytes on the disk that memory may be measured by.
        let make: @Sendable (_ folder: String) throws -> Int
    }

    private static let baseline = 64 << 20

    /// `head`, then a hole up to `size` bytes.
    private static func sparse(_ path: String, _ size: Int, _ head: [UInt8] = []) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(descriptor) }
        _ = head.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw POSIXError(.ENOSPC) }
    }

    private static func little(_ value: UInt64, _ count: Int = 8) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// `head`, then zeros up to `size` bytes, through gzip.
    private static func bomb(_ path: String, _ head: [UInt8], _ size: Int) throws {
        try Data(head).write(to: URL(fileURLWithPath: path + ".head"))
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "{ cat \"$0.head\"; head -c \(size) /dev/zero; } | gzip -1 >\"$0\"", path]
        try shell.run()
        shell.waitUntilExit()
    }

    /// The beginning of a checkpoint of 3 GB: eight sections, the table of as many of which follows.
    private static func head(sections: Int) -> [UInt8] {
        let names = ["spec", "progress", "net", "models", "optimize", "order", "history", "samples"]
        var head = Array("BBWBCKPT".utf8) + little(1, 4) + little(UInt64(names.count), 4)
        head += little(UInt64(threeGigabytes))
        var offset = 24 + 24 * names.count
        for name in names.prefix(sections) {
            let size = name == names.last ? threeGigabytes - 32 - offset : 1000
            head += Array(name.utf8) + [UInt8](repeating: 0, count: 8 - name.utf8.count)
            head += little(UInt64(offset)) + little(UInt64(size))
            offset += size
        }
        return head
    }

    private static let arrayHeader: [UInt8] = {
        let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (10, 784), }"
        let padded = text + String(repeating: " ", count: 117 - text.count) + "\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
    }()

    private static let yaml = """
        name: large
        data: mnist-5k
        net: [{ DifferentiableLut: { output_shape: [40000000] } }, { DifferentiableLut: { output_shape: [10] } }]
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: Adam
        batch_size: 64
        epochs: 1
        """

    static let threeGigabytes = 3 << 30

    static let cases: [Case] =
        ["x.bbwb", "x.bb_net", "x.bb_netlist", "x.yaml"].map { name in
            Case(testDescription: "3 GB of zeros as \(name)", arguments: ["info", name]) { folder in
                try sparse("\(folder)/\(name)", threeGigabytes)
                return 0
            }
        } + [
            Case(testDescription: "3 GB that begin like a .bbwb", arguments: ["info", "x.bbwb"]) { folder in
                try sparse(
                    "\(folder)/x.bbwb", threeGigabytes,
                    Array("BBWBCKPT".utf8) + little(1, 4) + little(7, 4) + little(900))
                return 0
            },
            Case(testDescription: "3 GB that begin with a checkpoint's head", arguments: ["info", "x.bbwb"]) { folder in
                try sparse("\(folder)/x.bbwb", threeGigabytes, head(sections: 0))
                return 0
            },
            Case(
                testDescription: "3 GB with a checkpoint's head and table, whose checksum is wrong",
                arguments: ["run", "--resume", "x.bbwb"]
            ) { folder in
                try sparse("\(folder)/x.bbwb", threeGigabytes, head(sections: 8))
                return 0
            },
            Case(testDescription: "3 GB that begin like a .bb_net", arguments: ["info", "x.bb_net"]) { folder in
                try sparse(
                    "\(folder)/x.bb_net", threeGigabytes,
                    Array("BB_OBJ".utf8) + little(1) + little(3) + Array("abc".utf8))
                return 0
            },
            Case(
                testDescription: "3 GB of zeros as samples",
                arguments: ["predict", "net.bb_net", "--input", "x.npy", "--output", "y.npy"]
            ) { folder in
                try sparse("\(folder)/x.npy", threeGigabytes)
                return 0
            },
            Case(
                testDescription: "3 GB behind an array of 8 kB",
                arguments: ["predict", "net.bb_net", "--input", "x.npy", "--output", "y.npy"]
            ) { folder in
                try sparse("\(folder)/x.npy", threeGigabytes, arrayHeader)
                return 0
            },
            Case(
                testDescription: "a gzip of 2 GB behind an array of 8 kB",
                arguments: ["predict", "net.bb_net", "--input", "x.npy.gz", "--output", "y.npy"]
            ) { folder in
                try bomb("\(folder)/x.npy.gz", arrayHeader, 1 << 31)
                return 0
            },
            Case(
                testDescription: "a gzip of 2 GB of zeros as images",
                arguments: ["run", "mnist-lut-tiny", "--set", "data=."]
            ) { folder in
                for name in [
                    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                    "t10k-labels-idx1-ubyte",
                ] {
                    try bomb("\(folder)/\(name).gz", [], 1 << 28)
                }
                return 0
            },
            Case(
                testDescription: "a gzip of 2 GB behind an IDX file of one image",
                arguments: ["run", "mnist-lut-tiny", "--set", "data=."]
            ) { folder in
                for (name, head) in [
                    ("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]),
                    ("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1]),
                ] as [(String, [UInt8])] {
                    for prefix in ["train", "t10k"] {
                        try bomb("\(folder)/\(name.replacingOccurrences(of: "train", with: prefix)).gz", head, 1 << 28)
                    }
                }
                return 0
            },
            Case(testDescription: "a journal of 900 MB of zeros", arguments: ["runs"], isRight: true) {
                folder in
                try FileManager.default.createDirectory(atPath: "\(folder)/runs/a/b", withIntermediateDirectories: true)
                try sparse("\(folder)/runs/a/b/journal.jsonl", 900 << 20)
                return 900 << 20
            },
            Case(testDescription: "a netlist of 2^31 inputs", arguments: ["info", "x.bb_netlist"], isRight: true) {
                folder in
                // Inputs that nobody reads cost nothing.
                try netlist("\(folder)/x.bb_netlist", inputs: (1 << 31) - 1)
                return 0
            },
            Case(testDescription: "a layer of 40 million nodes", arguments: ["run", "large.yaml"]) { folder in
                try yaml.write(toFile: "\(folder)/large.yaml", atomically: true, encoding: .utf8)
                return 0
            },
            Case(testDescription: "a pipe as a net", arguments: ["info", "x.bb_net"]) { folder in
                mkfifo("\(folder)/x.bb_net", 0o600)
                return 0
            },
            Case(
                testDescription: "a pipe as data",
                arguments: ["run", "mnist-lut-tiny", "--set", "data=x.npz"]
            ) { folder in
                mkfifo("\(folder)/x.npz", 0o600)
                return 0
            },
            Case(testDescription: "a pipe as an experiment", arguments: ["run", "x.yaml"]) { folder in
                mkfifo("\(folder)/x.yaml", 0o600)
                return 0
            },
            Case(testDescription: "a device as a net", arguments: ["eval", "/dev/zero"]) { _ in 0 },
        ]

    /// A netlist of that many inputs, one LUT, and the right checksum.
    private static func netlist(_ path: String, inputs: UInt64) throws {
        var body = little(1, 4) + little(inputs, 4) + little(1, 4) + little(1, 4) + little(0x3f00_0001, 4)
        body += little(1, 4) + little(1, 4) + [97] + little(1, 4)
        body += little(0, 4) + [1] + little(7, 4) + little(2)
        body += little(1, 4) + little(inputs, 4) + [0] + little(1, 4) + little(1, 4) + [0]
        var file = Array("BBNETLST".utf8) + little(1, 4)
        file += little(UInt64(file.count + 8 + body.count + 4)) + body
        file += little(UInt64(checksum(file)), 4)
        try Data(file).write(to: URL(fileURLWithPath: path))
    }

    /// CRC-32 of IEEE 802.3.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value = ~UInt32(0)
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        return ~value
    }

    @Test(.hangLimit, arguments: cases)
    func takesLittleMemory(_ hostile: Case) throws {
        let folder = try CommandLineTests.Folder()
        try FileManager.default.copyItem(atPath: Self.net, toPath: "\(folder.path)/net.bb_net")
        let bytes = try hostile.make(folder.path)
        let program = try MeasuredProgram(
            hostile.arguments, in: folder.path, environment: ["BBWB_MEMORY": "8000000000"])
        let limit = Self.baseline + 4 * bytes
        print(
            "hostile size: \(hostile.testDescription): status \(program.outcome.status), peak \(program.peakBytes >> 20) MB, "
                + String(format: "%.2f s", program.seconds))
        #expect(program.peakBytes < limit, "\(program.peakBytes >> 20) MB")
        if hostile.isRight {
            #expect(program.outcome.status == 0, "\(program.outcome.errors)")
        } else {
            #expect([1, 2].contains(program.outcome.status), "\(program.outcome.errors)")
            #expect(program.outcome.errors.hasPrefix("bbwb: "), "\(program.outcome.errors)")
        }
    }

    /// A small net of the tests.
    private static let net: String = {
        let folder = NSTemporaryDirectory() + "hostile-sizes-\(getpid())"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try? CommandLineTests.Program("run", "mnist-lut-tiny", "--epochs", "1", in: folder).wait()
        let files = FileManager.default.enumerator(atPath: "\(folder)/runs")?.compactMap { $0 as? String } ?? []
        let checkpoint = files.first { $0.hasSuffix(".bbwb") } ?? ""
        _ = try? CommandLineTests.Program("convert", "runs/\(checkpoint)", "net.bb_net", in: folder).wait()
        return "\(folder)/net.bb_net"
    }()
}
