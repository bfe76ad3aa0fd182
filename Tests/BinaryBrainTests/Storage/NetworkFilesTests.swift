import Foundation
import Testing

@testable import BinaryBrain

/// Directories of saved nets, as the original's Python module `storage` lays them out.
@Suite("Directories of saved nets")
struct NetworkFilesTests {
    /// A directory that is removed with its last reference.
    private final class Folder {
        let path = NSTemporaryDirectory() + "bbwb-networks-\(UUID().uuidString)"
        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }
        func names(_ inside: String = "") -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(inside)")) ?? []).sorted()
        }
        func make(_ names: String...) throws {
            for name in names {
                try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
            }
        }
        func touch(_ name: String) throws { try Data().write(to: URL(fileURLWithPath: "\(path)/\(name)")) }
    }

    private func net(seed: UInt64 = 1, name: String? = nil) throws -> Sequential {
        let net = Sequential(
            [
                try DifferentiableLut(outputShape: [6], seed: seed, name: "lut"),
                try DifferentiableLut(outputShape: [4], seed: seed, name: "lut"), try ReLU(),
                try DenseAffine(outputShape: [2], seed: seed),
            ], name: name)
        try net.setInputShape([8])
        return net
    }

    private func weights(_ net: any Model) -> [[Float]] { net.parameters.tensors.map(\.values) }

    @Test(arguments: [
        ("20240131_235959", true), ("19991939_295959", true), ("30240131_235959", false), ("20242131_235959", false),
        ("20240141_235959", false), ("20240131_335959", false), ("20240131_236959", false), ("20240131-235959", false),
        ("20240131_23595", false), ("20240131_2359590", false), ("2024０131_235959", false), ("", false),
    ])
    func dateStrings(text: String, isDate: Bool) { #expect(NetworkFiles.isDateString(text) == isDate) }

    @Test func thePresentIsADateString() {
        #expect(NetworkFiles.isDateString(NetworkFiles.dateString()))
        #expect(NetworkFiles.dateString(Date(timeIntervalSince1970: 1e9)).hasPrefix("20010909_"))
    }

    @Test func theLatestPathIsTheNewestDatedDirectory() throws {
        let folder = try Folder()
        #expect(NetworkFiles.latestPath(in: folder.path) == nil)
        #expect(NetworkFiles.latestPath(in: "/nowhere") == nil)
        try folder.make("20230101_000000", "20240101_000000", "zzz", "99999999_000000")
        try folder.touch("20250101_000000")
        #expect(NetworkFiles.latestPath(in: folder.path) == "\(folder.path)/20240101_000000")
    }

    @Test func oldBackupsAreRemovedUnlessTheyAreProtected() throws {
        let folder = try Folder()
        let dates = (1...5).map { "2024010\($0)_000000" }
        for date in dates { try folder.make(date) }
        try folder.make("best")
        try folder.touch("\(dates[1])/__no_delete__")
        try NetworkFiles.removeBackups(in: folder.path)
        #expect(folder.names().count == 6, "a negative number keeps all")
        try NetworkFiles.removeBackups(in: folder.path, keeping: 2)
        #expect(folder.names() == [dates[1], dates[3], dates[4], "best"])
        try NetworkFiles.removeBackups(in: folder.path, keeping: 0)
        #expect(folder.names() == [dates[1], "best"])
    }

    @Test func netsAreSavedUnderTheDateAndOldOnesGo() throws {
        let folder = try Folder()
        try folder.make("20200101_000000", "20200102_000000")
        let saved = try NetworkFiles.saveNetworks(net(), in: folder.path, backups: 2)
        #expect(NetworkFiles.isDateString(saved))
        #expect(folder.names() == ["20200102_000000", saved])
        #expect(folder.names(saved) == ["Sequential.bb_net"])
        let file = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(saved)/Sequential.bb_net"))
        #expect(try file == ModelFile.encode(net()))
    }

    @Test func aNetIsLoadedFromTheNewestOrTheNamedDirectory() throws {
        let folder = try Folder()
        #expect(throws: BrainError.self) { try NetworkFiles.loadNetworks(like: net(), from: folder.path) }
        #expect(try NetworkFiles.saveNetworks(net(seed: 2), in: folder.path, name: "best") == "best")
        let dated = try NetworkFiles.saveNetworks(net(seed: 3), in: folder.path)
        let template = try net()
        let newest = try NetworkFiles.loadNetworks(like: template, from: folder.path)
        #expect(newest.path == "\(folder.path)/\(dated)" && newest.missing.isEmpty)
        #expect(try weights(newest.net) == weights(net(seed: 3)))
        let named = try NetworkFiles.loadNetworks(like: template, from: folder.path, name: "best")
        #expect(try weights(named.net) == weights(net(seed: 2)))
        #expect(try weights(template) == weights(net()), "the net given is as it was")
        #expect(try NetworkFiles.loadPath(in: folder.path, name: "worst") == nil)
        #expect(try NetworkFiles.loadPath(in: folder.path) == newest.path)
        #expect(throws: BrainError.self) {
            try NetworkFiles.loadNetworks(like: net(name: "other"), from: folder.path, name: "best")
        }
    }

    @Test func layersHaveFilesOfTheirOwn() throws {
        let folder = try Folder()
        try NetworkFiles.saveModels(net(seed: 2, name: "tiny"), in: folder.path)
        #expect(
            folder.names() == [
                "0001_lut.bb_net", "0002_ReLU.bb_net", "0003_DenseAffine.bb_net", "lut.bb_net", "tiny.bb_net",
            ])
        let whole = try NetworkFiles.loadModels(like: net(name: "tiny"), from: folder.path, readLayers: true)
        #expect(try weights(whole.net) == weights(net(seed: 2)) && whole.missing.isEmpty)
        // A layer without a file stays as it is.
        try FileManager.default.removeItem(atPath: "\(folder.path)/0001_lut.bb_net")
        let partial = try NetworkFiles.loadModels(like: net(), from: folder.path, readLayers: true)
        #expect(partial.missing == ["0001_lut"])
        var expected = try weights(net(seed: 2))
        expected[1] = try weights(net())[1]
        #expect(weights(partial.net) == expected)
    }

    @Test func layersInsideConvolutionsAndSwitchersAreLayers() throws {
        func make(_ seed: UInt64) throws -> any Model {
            let dense = try DenseAffine(outputShape: [3], seed: seed)
            let net = Sequential([
                try Convolution2d(dense, filterSize: PlaneSize(2)),
                try Switcher(["a": MaxPooling(), "b": StochasticMaxPooling()], initialModel: "b"),
            ])
            try net.setInputShape([1, 5, 5])
            return net
        }
        let folder = try Folder()
        try NetworkFiles.saveModels(make(2), in: folder.path)
        #expect(
            folder.names() == [
                "0000_ConvolutionIm2Col.bb_net", "0001_DenseAffine.bb_net", "0002_ConvolutionCol2Im.bb_net",
                "0003_MaxPooling.bb_net", "0004_StochasticMaxPooling2x2.bb_net", "Sequential.bb_net",
            ])
        let loaded = try NetworkFiles.loadModels(like: make(1), from: folder.path, readLayers: true)
        #expect(try ModelFile.encode(loaded.net) == ModelFile.encode(make(2)))
    }

    @Test func foreignAndOldFilesAreRefusedByName() throws {
        let folder = try Folder()
        try folder.touch("Sequential.bin")
        let old = #expect(throws: BrainError.self) { try NetworkFiles.loadModels(like: net(), from: folder.path) }
        #expect(old?.why == "it is of an older format of the original")
        try ModelFile.encode(ReLU()).write(to: URL(fileURLWithPath: "\(folder.path)/Sequential.bb_net"))
        let other = #expect(throws: BrainError.self) { try NetworkFiles.loadModels(like: net(), from: folder.path) }
        #expect(other?.why == "it holds a ReLU_fp32_fp32, not a Sequential")
    }

    @Test(arguments: ["", ".", "..", "a/b", "a\0b"]) func namesStayInTheirDirectory(name: String) throws {
        let folder = try Folder()
        #expect(throws: BrainError.self) { try NetworkFiles.saveNetworks(net(), in: folder.path, name: name) }
        if !name.isEmpty {
            #expect(throws: BrainError.self) { try NetworkFiles.saveModels(net(name: name), in: folder.path) }
        }
        #expect(folder.names().isEmpty)
    }

    @Test func filesAreCopied() throws {
        let folder = try Folder()
        try NetworkFiles.saveNetworks(net(), in: folder.path, name: "20240101_000000", writeLayers: true)
        try folder.touch("20240101_000000/log.txt")
        try NetworkFiles.copyNetworkFiles(in: folder.path, to: "best", wildcard: "*.bb_net")
        #expect(folder.names("best") == folder.names("20240101_000000").filter { $0 != "log.txt" })
        #expect(throws: BrainError.self) { try NetworkFiles.copyNetworkFiles(in: folder.path, to: "best") }
        try NetworkFiles.copyNetworkFiles(in: folder.path, to: "best", from: "20240101_000000", existOK: true)
        #expect(folder.names("best").contains("log.txt"))
        #expect(throws: BrainError.self) { try NetworkFiles.copyNetworkFiles(in: folder.path, to: "x", from: "y") }
    }

    @Test func theFileOfANetIsFoundInItsFolder() throws {
        let folder = try Folder()
        let file = try Folder().path + "/x.bb_net"
        #expect(try NetworkFiles.netFile(at: file) == file, "what is no folder is taken as it is")
        #expect(throws: BrainError.self) { try NetworkFiles.netFile(at: folder.path) }
        let date = try NetworkFiles.saveNetworks(net(name: "tiny"), in: folder.path)
        #expect(try NetworkFiles.netFile(at: folder.path) == "\(folder.path)/\(date)/tiny.bb_net")
        try NetworkFiles.saveModels(net(), in: "\(folder.path)/\(date)")
        #expect(try NetworkFiles.netFile(at: folder.path) == "\(folder.path)/\(date)/Sequential.bb_net")
    }
}
