import Foundation
import Testing

@testable import BinaryBrain
@testable import Devices

/// Devices where there are none: every machine can run these.
@Suite struct DeviceListTests {
    @Test func aChoiceIsReadAsItIsMeant() {
        #expect(DeviceChoice("host") == .host && DeviceChoice("auto") == .auto)
        #expect(DeviceChoice("0") == .index(0) && DeviceChoice("12") == .index(12))
        for text in ["", " 0", "-1", "+1", "1.0", "GPU", "Auto", "0x1", "99999999999999999999", "٣"] {
            #expect(DeviceChoice(text) == nil, "'\(text)'")
        }
    }

    @Test func aLibraryThatCannotBeLoadedIsAReason() throws {
        let list = DeviceList { try OpenCLLibrary(environment: ["BBWB_OPENCL": "/nowhere/libOpenCL.so.1"]) }
        #expect(list.devices.isEmpty && list.failures.isEmpty)
        let reason = try #require(list.reason)
        #expect(reason.isMissing && reason.why.contains("/nowhere/libOpenCL.so.1"))
    }

    @Test func aLibraryWithoutTheFunctionsIsAReason() throws {
        let list = DeviceList { try OpenCLLibrary(environment: ["BBWB_OPENCL": "libm.so.6"]) }
        #expect(try #require(list.reason).why == "libm.so.6 has no function clGetPlatformIDs")
    }

    @Test func whatIsNotThereCannotBeChosen() throws {
        let none = DeviceList { throw DeviceError(what: "OpenCL", why: "no library", isMissing: true) }
        #expect(try DeviceChoice.host.device(in: none) == nil)
        #expect(try DeviceChoice.auto.device(in: none) == nil)
        let error = #expect(throws: DeviceError.self) { try DeviceChoice.index(0).device(in: none) }
        #expect(error?.isMissing == true)
    }

    /// The manual's functions, in a process of its own that has no OpenCL.
    @Test func withoutOpenCLTheSystemFunctionsSaySo() async {
        await #expect(processExitsWith: .success) {
            setenv("BBWB_OPENCL", "/nowhere/libOpenCL.so.1", 1)
            #expect(BrainSystem.deviceCount == 0 && !BrainSystem.isDeviceAvailable && BrainSystem.devices.isEmpty)
            #expect(BrainSystem.reasonForNoDevice?.contains("/nowhere/libOpenCL.so.1") == true)
            let (host, auto) = (
                try BrainSystem.deviceIndex(choice: "host"), try BrainSystem.deviceIndex(choice: "auto")
            )
            #expect(host == nil && auto == nil)
            let missing = #expect(throws: BrainError.self) { try BrainSystem.deviceIndex(choice: "3") }
            #expect(missing?.what == "device 3" && missing?.why.hasPrefix("there is none here (OpenCL: ") == true)
            #expect(throws: BrainError.self) { try BrainSystem.devicePropertiesString(0) }
            for index in [-1, 0] { #expect(throws: BrainError.self) { try BrainSystem.setDevice(index) } }
            #expect(BrainSystem.device == nil)
            let wrong = #expect(throws: BrainError.self) { try BrainSystem.deviceIndex(choice: "gpu") }
            #expect(wrong?.kind == .usage && wrong?.why == "a device is host, auto or a number")
        }
    }

    @Test func errorsOfOpenCLHaveWords() {
        func text(_ status: Int32) -> String? {
            do { try DeviceError.check(status, "clF") } catch { return "\(error)" }
            return nil
        }
        #expect(text(0) == nil)
        #expect(text(-5) == "clF: OpenCL's error -5 (the device is out of resources)")
        #expect(text(-77) == "clF: OpenCL's error -77")
    }
}
