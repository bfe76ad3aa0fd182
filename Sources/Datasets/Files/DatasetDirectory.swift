import BinaryBrain
import Foundation

/// A directory that holds the files of one data set, in one of the layouts that the loaders know.
struct DatasetDirectory {
    let path: String

    /// Loads whatever layout is there: IDX files, CIFAR-10 binary files, NumPy arrays, or tables.
    func load(name: String, columns: TableColumns = TableColumns()) throws -> Dataset {
        if find(IdxLayout.trainImages) != nil { return try IdxLayout(directory: self).load(name: name) }
        if find([Cifar10Layout.trainFiles[0]]) != nil { return try Cifar10Layout(directory: self).load(name: name) }
        if find(["train.npy"]) != nil { return try NumpyLayout(directory: self).load(name: name) }
        if find(["train.csv"]) != nil {
            return try TableLayout(self, columns: columns).load(name: name)
        }
        throw BrainError(
            .io, what: "cannot read the data set \(path)", why: "it holds no files of a known layout",
            remedy:
                "put \(IdxLayout.trainImages[0]), \(Cifar10Layout.trainFiles[0]), train.npy or train.csv and their companions there"
        )
    }

    /// The path of the first of these files that is here, as it is or compressed (.gz, .xz).
    func find(_ names: [String]) -> String? {
        for name in names {
            for suffix in ["", ".gz", ".xz"] where FileManager.default.fileExists(atPath: "\(path)/\(name)\(suffix)") {
                return "\(path)/\(name)\(suffix)"
            }
        }
        return nil
    }

    /// The same, as an error if none is here.
    func require(_ names: [String]) throws -> String {
        if let found = find(names) { return found }
        throw BrainError(
            .io, what: "cannot read the data set \(path)", why: "\(names[0]) is missing",
            remedy: "put it there, plain or compressed (.gz, .xz)")
    }
}
