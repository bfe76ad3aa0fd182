import Foundation
import TestSupport

/// The library of `Tests/FakeOpenCL/fake-opencl.c`.
enum FakeOpenCL {
    /// Where it is; nil where there is no C compiler.
    static let library: String? = {
        let path = NSTemporaryDirectory() + "fake-opencl-\(getpid()).so"
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "cc", "-shared", "-fPIC", "-O1", "-o", path, ProjectFolder.path("Tests/FakeOpenCL/fake-opencl.c"),
        ]
        compiler.standardError = FileHandle.nullDevice
        guard (try? compiler.run()) != nil else { return nil }
        compiler.waitUntilExit()
        return compiler.terminationStatus == 0 ? path : nil
    }()

    /// The program's environment with this library in this mood.
    static func environment(_ mode: String) -> [String: String] {
        ["BBWB_OPENCL": library ?? "", "FAKE_OPENCL": mode]
    }
}
