import BinaryBrain

extension DatasetDirectory {
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
}
