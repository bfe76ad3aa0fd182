import BinaryBrain
import Foundation

/// The data sets that the program knows by name, and the way from a name or a path to samples.
public enum DatasetCatalog {
    /// All of them, the embedded one first.
    public static let entries: [CatalogEntry] = [.mnist5k, .diabetes, .mnist, .fashionMnist, .cifar10]

    /// The entry of this name; an unknown name is an error that gives the nearest right one.
    public static func entry(_ name: String) throws -> CatalogEntry {
        if let entry = entries.first(where: { $0.name == name }) { return entry }
        throw BrainError(
            .parameter, what: "unknown data set '\(name)'", why: "it is neither in the catalogue nor a directory",
            remedy: NearestName.remedy(for: name, among: entries.map(\.name)))
    }

    /// Loads a data set by its name in the catalogue, or from a directory.
    ///
    /// A directory holds, plain or compressed (.gz, .xz), one of
    /// - IDX files: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte`,
    ///   `t10k-labels-idx1-ubyte`;
    /// - CIFAR-10 binary files: `data_batch_1.bin` … `data_batch_5.bin`, `test_batch.bin`;
    /// - NumPy arrays: `train.npy`, `test.npy`, each with `…_labels.npy` (whole numbers from 0), `…_targets.npy` (numbers),
    ///   or neither (an autoencoder's set); axis 0 counts samples.
    ///
    /// - tables: `train.csv`, perhaps `validation.csv` and `test.csv`, each with a heading; or the path of one such file.
    ///
    /// In all of them unsigned bytes are 8-bit pixels, which count as pixel / 255; other numbers count as they are.
    ///
    /// A name of the catalogue goes before a directory of the same name; `./mnist` means the directory.
    /// - Throws: `BrainError` also for data without test samples, if the split takes none.
    public static func load(
        _ nameOrPath: String, split: DataSplit = DataSplit(), columns: TableColumns = TableColumns(),
        dataDirectory: String = DataDirectory.path
    ) throws -> Dataset {
        try split.applied(to: loadUnsplit(nameOrPath, columns: columns, dataDirectory: dataDirectory))
    }

    /// The same as its files have it, perhaps without test samples.
    /// - Parameter columns: what the columns of a table are for.
    /// - Throws: `BrainError` if there is no such data set, or its files are missing or damaged; it says how to get them.
    public static func loadUnsplit(
        _ nameOrPath: String, columns: TableColumns = TableColumns(), dataDirectory: String = DataDirectory.path
    ) throws -> Dataset {
        if let entry = entries.first(where: { $0.name == nameOrPath }) {
            return try entry.load(dataDirectory: dataDirectory, columns: columns)
        }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: nameOrPath, isDirectory: &isDirectory)
        if exists, isDirectory.boolValue {
            return try DatasetDirectory(path: nameOrPath).load(name: nameOrPath, columns: columns)
        }
        if exists, TableSamples.isTable(nameOrPath) {
            return try TableLayout(file: nameOrPath, columns: columns).load(name: nameOrPath)
        }
        guard nameOrPath.contains("/") || exists else {
            _ = try entry(nameOrPath)
            preconditionFailure("names of the catalogue are handled above")
        }
        throw BrainError(
            .io, what: "cannot read the data set \(nameOrPath)",
            why: exists ? "it is neither a directory nor a table (.csv)" : "it does not exist",
            remedy:
                "give the directory that holds its files, a table with a header, or one of \(entries.map(\.name).joined(separator: ", "))"
        )
    }
}

extension CatalogEntry {
    /// The directory that holds its files; an error says how to get them if they are not there.
    public func presentDirectory(in dataDirectory: String = DataDirectory.path) throws -> String {
        guard let path = directory(in: dataDirectory), !isEmbedded || isPresent(in: dataDirectory) else {
            throw BrainError(
                .io, what: "cannot read the data set \(name)",
                why: "the files that come with the program were not found",
                remedy: "set BBWB_HOME to the directory that holds datasets/")
        }
        guard isPresent(in: dataDirectory) else {
            throw BrainError(
                .io, what: "cannot read the data set \(name)", why: "it has not been fetched to \(path)",
                remedy: "run: bbwb data fetch \(name)")
        }
        return path
    }

    /// Reads the files.
    func load(dataDirectory: String, columns: TableColumns = TableColumns()) throws -> Dataset {
        let directory = DatasetDirectory(path: try presentDirectory(in: dataDirectory))
        switch layout {
        case .idx: return try IdxLayout(directory: directory, classNames: classNames).load(name: name)
        case .cifar10: return try Cifar10Layout(directory: directory).load(name: name)
        case .table(let standard):
            let use = columns == TableColumns() ? standard : columns
            return try TableLayout(file: directory.require([files[0].name]), columns: use).load(name: name)
        }
    }
}
