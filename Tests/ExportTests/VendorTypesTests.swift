import Foundation
import TestSupport
import Testing

@testable import Export

/// The exported C++ with the vendor's own arbitrary-precision types, which hls4ml's package carries (Apache License 2.0). They
/// are installed into a virtual environment when they are not there.
@Suite("HLS with the vendor's types", .enabled(if: SlowTests.areEnabled))
struct VendorTypesTests {
    private static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let environment = "\(project)/.build/hls-environment"
    private static let package = "hls4ml==1.3.0"

    /// The folder of `ap_int.h`; nil if the package cannot be had.
    private static let headers: String? = {
        let runner = ToolRunner(folder: URL(fileURLWithPath: project), monitor: ExportMonitor())
        func find() -> String? {
            let files = FileManager.default.enumerator(atPath: environment)?.compactMap { $0 as? String } ?? []
            return files.first { $0.hasSuffix("ap_types/ap_int.h") }
                .map { "\(environment)/\(($0 as NSString).deletingLastPathComponent)" }
        }
        if let folder = find() { return folder }
        _ = try? runner.run("python3", ["-m", "venv", environment])
        // What the package needs to run is of no use here: its headers are enough.
        let pip = ["\(environment)/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", package]
        _ = try? runner.run("env", pip)
        return find()
    }()

    @Test(
        .enabled("the vendor's types cannot be had: pip install hls4ml==1.3.0 fails") { headers != nil },
        arguments: [(modulation: 1, depth: 1), (modulation: 3, depth: 1), (modulation: 2, depth: 3)]
    )
    func answersLikeTheNetlist(modulation: Int, depth: Int) throws {
        let headers = try #require(Self.headers)
        let net = try ExportNets.classifier(modulation: modulation, depth: depth, widths: [120, 20])
        let folder = try TestFolder()
        _ = try ExportNets.exporter(net).export(
            .hls, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 130, choosesVectors: false),
            isProved: false)
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        for standard in ["c++11", "c++14", "c++17"] {
            // Vitis HLS compiles as C++14; the headers set up numbers of zero bits before they clear them.
            let outcome = try runner.run(
                "make",
                [
                    "-s", "clean", "test", "AP_TYPES=\(headers)",
                    "CXXFLAGS=-O1 -std=\(standard) -Wall -Wextra -Werror -Wno-unknown-pragmas -Wno-uninitialized "
                        + "-Wno-maybe-uninitialized",
                ])
            #expect(
                outcome.status == 0
                    && outcome.output.hasPrefix(
                        "PASS frames \(130 * modulation), output bits that differ 0, images 130"),
                "\(standard): \(outcome.output.suffix(2000))")
        }
    }
}
