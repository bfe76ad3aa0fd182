import Foundation

extension NetworkFiles {
    /// Writes a net into a new directory of `path`, and removes old ones (manual `save_networks`).
    /// - Parameters:
    ///   - name: the directory; nil for the present time.
    ///   - backups: dated directories that stay, the new one included; a negative number keeps all.
    ///   - writeLayers: whether each layer gets a file of its own, too.
    /// - Returns: the name of the directory.
    /// - Throws: `BrainError` if a layer has no form in the format, or a file cannot be written.
    @discardableResult
    public static func saveNetworks(
        _ net: any Model, in path: String, name: String? = nil, backups: Int = 10, writeLayers: Bool = false,
        dialect: SequentialDialect = .python
    ) throws -> String {
        let directory = try fileName(name ?? dateString())
        try saveModels(net, in: "\(path)/\(directory)", writeLayers: writeLayers, dialect: dialect)
        try removeBackups(in: path, keeping: backups)
        return directory
    }

    /// Writes a net, and with `writeLayers` each of its layers, into the directory `path` (manual `save_models`).
    /// - Throws: `BrainError` if a layer has no form in the format, or a file cannot be written.
    public static func saveModels(
        _ net: any Model, in path: String, writeLayers: Bool = true, dialect: SequentialDialect = .python
    ) throws {
        var files = [(name: try fileName(net.displayName), model: net)]
        if writeLayers { files += try layerFiles(of: net) }
        // All are encoded before the first is written: a net that cannot be written leaves nothing behind.
        let contents = try files.map { ($0.name, try ModelFile.encode($0.model, dialect: dialect)) }
        if Folder.isFolder(path) {
            for (name, data) in contents { try AtomicFile.write(Array(data), to: "\(path)/\(name).bb_net") }
            return
        }
        // A new folder appears with all its files: a part of a net must not hide an older, whole one.
        let folder = try StagedFolder(for: path)
        for (name, data) in contents { try folder.write(Array(data), to: "\(name).bb_net") }
        try folder.commit()
    }

    /// File names, without extension, for all layers of a net: the name of a layer that has one, or its index and class; the
    /// index, too, where a name comes again.
    static func layerFiles(of net: any Model) throws -> [(name: String, model: any Model)] {
        var layers: [any Model] = []
        _ = try net.replacingLayers { layer in
            layers.append(layer)
            return layer
        }
        var used: Set<String> = []
        return try layers.enumerated().map { index, layer in
            let own = layer.displayName
            let isUnique = layer.name != nil && !used.contains(own)
            let name = try fileName(isUnique ? own : String(format: "%04d_", index) + own)
            used.insert(name)
            return (name, layer)
        }
    }
}
