// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Warnings are errors in CI; a developer's build only prints them. BBWB_QUICK=1 leaves everything but the kernels, and the
/// netlists that are searched, unoptimised, which builds four times as fast.
let searching: [SwiftSetting] =
    (ProcessInfo.processInfo.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])
let strict: [SwiftSetting] =
    searching
    + (ProcessInfo.processInfo.environment["BBWB_QUICK"] == nil ? [] : [.unsafeFlags(["-Onone"])])

/// Kernels do their own bounds reasoning; the optimiser must not add checks to inner loops.
let kernelSettings: [SwiftSetting] = strict + [.unsafeFlags(["-Ounchecked"])]

#if arch(x86_64)
    let avx2Settings: [SwiftSetting] = kernelSettings + [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
    let avx512Settings: [SwiftSetting] =
        kernelSettings + [
            .unsafeFlags(
                ["-march=x86-64-v4", "-mavx512bitalg", "-mavx512vpopcntdq", "-mavx512vbmi", "-mgfni"].flatMap {
                    ["-Xcc", $0]
                })
        ]
#else
    let avx2Settings: [SwiftSetting] = kernelSettings
    let avx512Settings: [SwiftSetting] = kernelSettings
#endif

let package = Package(
    name: "bbwb",
    products: [
        // For other packages; Examples shows each at work.
        .library(name: "BinaryBrain", targets: ["BinaryBrain"]),
        .library(name: "Datasets", targets: ["Datasets"]),
        .library(name: "Netlist", targets: ["Netlist"]),
        .library(name: "Export", targets: ["Export"]),
        .library(name: "Workbench", targets: ["Workbench"]),
        .executable(name: "bbwb", targets: ["bbwb"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // System libraries and header-only shims.
        .systemLibrary(name: "CSimd"),
        .systemLibrary(name: "CSystem"),
        .systemLibrary(name: "CFileSystem"),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // The kernels: one Swift source, built three times (KernelsAVX2 and KernelsAVX512 are links to KernelsPortable),
        // chosen at run time.
        .target(name: "KernelInterface", swiftSettings: strict),
        .target(
            name: "KernelsPortable", dependencies: ["CSimd", "KernelInterface"], swiftSettings: kernelSettings),
        .target(name: "KernelsAVX2", dependencies: ["CSimd", "KernelInterface"], swiftSettings: avx2Settings),
        .target(name: "KernelsAVX512", dependencies: ["CSimd", "KernelInterface"], swiftSettings: avx512Settings),

        // Devices beside the processor, by libraries that are looked for when the program runs.
        .target(name: "Devices", dependencies: ["KernelInterface"], swiftSettings: strict),

        // The house, in the order of its arrows.
        .target(
            name: "BinaryBrain",
            dependencies: [
                "COpenBLAS", "CSimd", "CSystem", "Devices", "KernelInterface", "KernelsPortable", "KernelsAVX2",
                "KernelsAVX512",
            ],
            swiftSettings: strict),
        .target(name: "Datasets", dependencies: ["BinaryBrain", "CArchive", "CCrypto"], swiftSettings: strict),
        .target(name: "Netlist", dependencies: ["BinaryBrain", "KernelInterface"], swiftSettings: searching),
        .target(
            name: "Export", dependencies: ["BinaryBrain", "CFileSystem", "KernelInterface", "Netlist", "Datasets"],
            swiftSettings: strict),
        .target(
            name: "Workbench",
            dependencies: [
                "BinaryBrain", "Netlist", "Export", "Datasets", "CSystem", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(
            name: "Benchmarking", dependencies: ["BinaryBrain", "KernelInterface", "Netlist", "Datasets", "CSystem"],
            swiftSettings: strict),
        .target(
            name: "TerminalUI", dependencies: ["BinaryBrain", "Workbench", "Netlist", "CNcurses", "CSystem"],
            swiftSettings: strict),
        .executableTarget(
            name: "bbwb",
            dependencies: [
                "BinaryBrain", "Datasets", "Netlist", "Export", "Workbench", "TerminalUI", "Benchmarking",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Tests, a target a module, and what they share.
        .target(
            name: "TestSupport", dependencies: ["BinaryBrain", "Datasets"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "UntrustedFiles", dependencies: ["BinaryBrain", "Datasets", "Netlist", "Workbench"],
            path: "Tests/UntrustedFiles", swiftSettings: strict),
        .target(
            name: "PseudoTerminal", dependencies: ["CSystem", "TestSupport"], path: "Tests/PseudoTerminal",
            swiftSettings: strict),
        .testTarget(
            name: "BinaryBrainTests",
            dependencies: [
                "BinaryBrain", "CSimd", "Devices", "KernelInterface", "KernelsPortable", "KernelsAVX2",
                "KernelsAVX512", "Datasets", "TestSupport",
            ],
            resources: [.copy("Golden")],
            swiftSettings: strict),
        .testTarget(
            name: "NetlistTests", dependencies: ["BinaryBrain", "Netlist", "Datasets", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ExportTests", dependencies: ["BinaryBrain", "Netlist", "Export", "Datasets", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DatasetsTests", dependencies: ["CArchive", "Datasets", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "WorkbenchTests", dependencies: ["Devices", "Workbench", "TestSupport", "UntrustedFiles"],
            swiftSettings: strict),
        .testTarget(
            name: "TerminalUITests",
            dependencies: ["BinaryBrain", "TerminalUI", "Workbench", "Netlist", "PseudoTerminal", "TestSupport"],
            exclude: ["Frames"],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "bbwb", "BinaryBrain", "Datasets", "PseudoTerminal", "TestSupport", "UntrustedFiles", "Workbench",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// Needs libFuzzer's library when it is linked, so it is no part of other builds: see `make fuzz`.
if ProcessInfo.processInfo.environment["BBWB_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "bbwb-fuzz", dependencies: ["UntrustedFiles"], path: "Tests/Fuzzing", exclude: ["Corpus"],
            swiftSettings: strict))
}
