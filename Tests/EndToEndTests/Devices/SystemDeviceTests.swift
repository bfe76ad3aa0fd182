import Foundation
import Testing

/// What `bbwb system` says of devices, on machines that are made up.
@Suite("Devices in bbwb system")
struct SystemDeviceTests {
    private func system(_ arguments: [String], _ environment: [String: String]) throws -> CommandLineTests.Outcome {
        let folder = try CommandLineTests.Folder()
        return try CommandLineTests.Program(["system"] + arguments, in: folder.path, environment: environment).wait()
    }

    /// The line about devices.
    private func line(_ environment: [String: String]) throws -> String {
        let outcome = try system([], environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try #require(outcome.lines.first { $0.hasPrefix("devices") })
    }

    @Test func withoutALibraryItSaysWhy() throws {
        let environment = ["BBWB_OPENCL": "/nowhere/libOpenCL.so.1"]
        #expect(try line(environment).hasPrefix("devices     none: OpenCL: /nowhere/libOpenCL.so.1: "))
        let json = try system(["--json"], environment).output
        #expect(json.contains("\"devices\":[]") && json.contains("\"no_device\":\"OpenCL: /nowhere/libOpenCL.so.1: "))
    }

    /// With or without a library of OpenCL, there is no driver then.
    @Test func withoutADriverThereIsNoDevice() throws {
        #expect(
            try line(["OCL_ICD_VENDORS": "/nowhere/", "OCL_ICD_FILENAMES": ""]).hasPrefix("devices     none: OpenCL: "))
    }

    @Test func aWrongChoiceIsWrongUsage() throws {
        let environment = ["BBWB_OPENCL": "/nowhere/libOpenCL.so.1"]
        for choice in ["gpu", "-1", "0", "7"] {
            let outcome = try system(["--device=\(choice)"], environment)
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(choice): \(outcome.errors)")
            #expect(outcome.errors.hasPrefix("bbwb: device "), "\(choice): \(outcome.errors)")
        }
        for choice in ["host", "auto"] {
            let outcome = try system(["--device", choice], environment)
            #expect(outcome.status == 0 && outcome.output.hasPrefix("host        the processor does the work"))
        }
    }

    @Test(.enabled(if: FakeOpenCL.library != nil))
    func aLibraryWithoutDevicesSaysWhy() throws {
        #expect(
            try line(FakeOpenCL.environment("none"))
                == "devices     none: OpenCL: its library is here, and no driver for a device is")
        #expect(
            try line(FakeOpenCL.environment("empty")) == "devices     none: OpenCL: its drivers know of no device")
        #expect(
            try line(FakeOpenCL.environment("broken"))
                == "devices     none: clGetPlatformIDs: OpenCL's error -6 (no memory on the host)")
    }

    @Test(.enabled(if: FakeOpenCL.library != nil))
    func aDevicesNameDoesNotSteerTheTerminal() throws {
        for arguments in [[], ["--json"], ["--device", "0"], ["--device", "0", "--json"]] {
            let outcome = try system(arguments, FakeOpenCL.environment("hostile"))
            #expect(outcome.status == 0 && outcome.output.contains("owned"), "\(outcome)")
            for scalar in outcome.output.unicodeScalars where scalar != "\n" {
                switch scalar.properties.generalCategory {
                case .control, .format: Issue.record("\(arguments) prints U+\(String(scalar.value, radix: 16))")
                default: break
                }
            }
        }
        let lines = try system(["--device", "0"], FakeOpenCL.environment("hostile")).lines
        #expect(lines.count == 9 && lines[1].contains("\\u{1B}]0;owned"), "\(lines)")
    }

    /// `auto` passes over a processor, and over what is not exact.
    @Test(.enabled(if: FakeOpenCL.library != nil))
    func autoTakesTheFirstExactGPU() throws {
        let environment = FakeOpenCL.environment("mixed")
        let outcome = try system([], environment)
        let first = try #require(outcome.lines.firstIndex { $0.hasPrefix("devices") })
        #expect(
            Array(outcome.lines[first..<first + 3]) == [
                "devices     0: Fake CPU, CPU, 3.0 GiB, exact",
                "            1: Fake GPU A, GPU, 3.0 GiB, not exact: it lacks correctly rounded divisions and square roots",
                "            2: Fake GPU B, GPU, 3.0 GiB, exact",
            ])
        #expect(
            try system(["--device", "auto"], environment).lines.prefix(2) == [
                "device      2", "name        Fake GPU B",
            ])
        #expect(
            try system(["--device", "0"], environment).lines.prefix(2) == ["device      0", "name        Fake CPU"])
        let inexact = try system(["--device", "1"], environment)
        #expect(inexact.status == 2)
        #expect(
            inexact.errors.contains("it would not compute the same bits as the processor: it lacks correctly rounded"))
        let missing = try system(["--device", "3"], environment)
        #expect(missing.status == 2 && missing.errors.contains("device 3: those here are 0 to 2"))
    }
}
