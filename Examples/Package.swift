// swift-tools-version: 6.2
import PackageDescription

// Programs that use the engine as a package of their own would. `make examples` builds and runs them all.

let names = ["TrainInTwentyLines", "OwnLayer", "OwnDataSet", "ExportNet", "ReadModelFile", "SweepInCode", "Report"]
let products = ["BinaryBrain", "Datasets", "Netlist", "Export", "Workbench"]

let package = Package(
    name: "Examples",
    dependencies: [.package(name: "bbwb", path: "..")],
    targets: names.map { name in
        .executableTarget(name: name, dependencies: products.map { .product(name: $0, package: "bbwb") })
    },
    swiftLanguageModes: [.v6]
)
