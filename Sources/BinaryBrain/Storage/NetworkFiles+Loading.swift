import Foundation

extension NetworkFiles {
    /// What a load found.
    public struct Loaded {
        /// The net: a new one, as layers are made with their shapes.
        public let net: any Model
        /// The directory that it was read from.
        public let path: String
        /// Layers that no file was found for, when layers are read one by one; they are those of the net given.
        public let missing: [String]
    }

    /// Reads a net of this name and these layers from the newest dated directory of `path`, or from the one named (manual
    /// `load_networks`).
    /// - Parameters:
    ///   - net: a net built like the one that was saved; its name says which file to read.
    ///   - readLayers: whether each layer is read from its own file.
    /// - Throws: `BrainError` if there is no such directory or file, or what is in it is damaged or another net.
    public static func loadNetworks(
        like net: any Model, from path: String, name: String? = nil, readLayers: Bool = false
    ) throws -> Loaded {
        guard let directory = try loadPath(in: path, name: name) else {
            throw BrainError(
                .io, what: "loading a net from \(path)", why: "there is no dated directory in it",
                remedy: "save a net there first, or name the directory")
        }
        return try loadModels(like: net, from: directory, readLayers: readLayers)
    }

    /// The directory that `loadNetworks` reads: the one named, or the newest dated one; nil if there is none (manual
    /// `get_load_networks_path`).
    /// - Throws: `BrainError` if the folder cannot be read.
    public static func loadPath(in path: String, name: String? = nil) throws -> String? {
        guard let name else { return latestPath(in: path) }
        let directory = "\(path)/\(try fileName(name))"
        return isDirectory(directory) ? directory : nil
    }

    /// Reads a net from the directory `path` (manual `load_models`).
    /// - Parameters:
    ///   - net: a net built like the one that was saved. Where it has names they stay, as in the original.
    ///   - readLayers: whether each layer is read from its own file; a layer without a file stays as it is in `net`.
    /// - Throws: `BrainError` if there is no such file, or it is damaged or holds another net.
    public static func loadModels(
        like net: any Model, from path: String, readLayers: Bool = false
    ) throws -> Loaded {
        guard readLayers else {
            let name = try fileName(net.displayName)
            guard let loaded = try read(name, in: path, like: net) else {
                throw BrainError(
                    .io, what: "loading a net from \(path)", why: "there is no file \(name).bb_net",
                    remedy: "load a net of the name that it was saved under")
            }
            return Loaded(net: loaded, path: path, missing: [])
        }
        let names = try layerFiles(of: net).map(\.name)
        var missing: [String] = []
        var next = 0
        let loaded = try net.replacingLayers { layer in
            defer { next += 1 }
            if let found = try read(names[next], in: path, like: layer) { return found }
            missing.append(names[next])
            return layer
        }
        return Loaded(net: loaded, path: path, missing: missing)
    }

    /// A model from a file; nil if there is no such file.
    private static func read(_ name: String, in path: String, like wanted: any Model) throws -> (any Model)? {
        let file = "\(path)/\(name).bb_net"
        guard FileManager.default.fileExists(atPath: file) else {
            for format in ["bin", "pickle"] where FileManager.default.fileExists(atPath: "\(path)/\(name).\(format)") {
                throw BrainError(
                    .format, what: "loading \(path)/\(name).\(format)", why: "it is of an older format of the original",
                    remedy: "save the net with the original as .bb_net")
            }
            return nil
        }
        let model = try ModelFile.decode(Data(AtomicFile.read(file)))
        guard model.objectName == wanted.objectName else {
            throw BrainError(
                .format, what: "loading \(file)", why: "it holds a \(model.objectName), not a \(wanted.objectName)",
                remedy: "load it into a net built like the one that was saved")
        }
        if let name = wanted.name { model.name = name }
        return model
    }
}
