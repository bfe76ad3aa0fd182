import Foundation
import TestSupport
import Testing

/// `--device` of the commands that train.
@Suite("Training on a device")
struct DeviceRunCommandTests {
    /// Whether the program finds a device to test with: PoCL, if nothing else.
    static let hasDevice: Bool = {
        guard !Sanitizer.isActive, let folder = try? CommandLineTests.Folder() else { return false }
        let outcome = try? CommandLineTests.Program("system", "--device", "0", in: folder.path).wait()
        return outcome?.output.hasSuffix("exact       exact\n") == true
    }()

    @Test func aWrongDeviceIsWrongUsage() throws {
        let folder = try CommandLineTests.Folder()
        let environment = ["BBWB_OPENCL": "/nowhere/libOpenCL.so.1"]
        for arguments in [["run", "mnist-lut-tiny"], ["info", "mnist-lut-tiny"]] {
            for device in ["gpu", "0", "12"] {
                let outcome = try CommandLineTests.Program(
                    arguments + ["--device", device], in: folder.path, environment: environment
                ).wait()
                #expect(outcome.status == 2 && outcome.errors.contains("device "), "\(arguments) \(device): \(outcome)")
            }
        }
        let automatic = try CommandLineTests.Program(
            ["run", "mnist-lut-tiny", "--epochs", "1", "--device", "auto"], in: folder.path, environment: environment
        ).wait()
        #expect(automatic.status == 0 && automatic.errors.hasPrefix("no device: the processor does the work\n"))
    }

    @Test(.enabled(if: hasDevice)) func aRunOfTheProcessorIsReplayedOnADevice() throws {
        let folder = try CommandLineTests.Folder()
        func run(_ arguments: [String]) throws -> CommandLineTests.Outcome {
            let outcome = try CommandLineTests.Program(arguments, in: folder.path).wait()
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
            return outcome
        }
        _ = try run(["run", "mnist-lut-tiny", "--epochs", "1"])
        let here = try run(["replay", "mnist-lut-tiny"]).lines
        let there = try run(["replay", "mnist-lut-tiny", "--device", "0"]).lines
        #expect(there.contains { $0.hasPrefix("device 0: ") && $0.contains("bytes went there for each mini-batch") })
        // The same digests.
        #expect(here.suffix(3) == there.suffix(3) && here.suffix(3).first?.hasPrefix("identical: ") == true)
        _ = try run(["run", "mnist-lut-tiny", "--epochs", "1", "--device", "0"])
        #expect(try run(["replay", "mnist-lut-tiny"]).lines.suffix(2) == here.suffix(2))
        let info = try run(["info", "mnist-lut-tiny", "--device", "0"])
        #expect(info.lines.contains { $0.contains("run there") && $0.contains("bytes cross in a mini-batch") })
    }
}
