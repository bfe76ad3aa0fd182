import BinaryBrain
import Foundation

/// A data set in tables: `train.csv`, and perhaps `validation.csv` and `test.csv`, or one file of rows to be split.
///
/// Each row is a sample. The columns that `TableColumns` names are its class or what the net is to answer, the others the input;
/// without either the samples are their own targets. Classes are whole numbers from 0, or words, which are numbered in
/// alphabetical order.
struct TableLayout {
    /// A label beyond this is a mistake; without a limit one wrong label would ask for 2^31 output nodes.
    private static let maximumClassCount = 1 << 16

    let train: String
    let validation: String?
    let test: String?
    let columns: TableColumns

    /// One file.
    init(file: String, columns: TableColumns) {
        train = file
        validation = nil
        test = nil
        self.columns = columns
    }

    /// The files of a folder.
    init(_ directory: DatasetDirectory, columns: TableColumns) throws {
        train = try directory.require(["train.csv"])
        validation = directory.find(["validation.csv"])
        test = directory.find(["test.csv"])
        self.columns = columns
    }

    func load(name: String) throws -> Dataset {
        let tables = try [train, validation, test].map { try $0.map { try TableFile(contentsOf: $0) } }
        guard let first = tables[0] else { preconditionFailure("the training table has been read") }
        let use = try columns.resolved(first.names, file: first.path)
        let classes = try use.label.map { try Self.classes(of: $0, in: tables.compactMap { $0 }) }
        let sets = try tables.map { try $0.map { try samples($0, use, classes) } }
        guard let training = sets[0] else { preconditionFailure("the training samples have been made") }
        return try Dataset(
            name: name, train: training, validation: sets[1], test: sets[2], classNames: classes ?? [],
            columns: ColumnNames(
                inputs: use.inputs, answers: classes ?? (use.targets.isEmpty ? use.inputs : use.targets)))
    }

    private func samples(
        _ table: TableFile, _ use: (inputs: [String], targets: [String], label: String?), _ classes: [String]?
    ) throws -> SampleSet {
        let shape = columns.shape ?? [use.inputs.count]
        guard shape.count == use.inputs.count else {
            throw BrainError(
                .shape, what: "the columns of \(table.path)",
                why: "\(use.inputs.count) input columns do not make the shape \(shape)",
                remedy: "give a shape of \(use.inputs.count) numbers, or leave columns out")
        }
        let targets: SampleSet.Targets
        if let label = use.label, let classes {
            let place = try table.place(of: label)
            let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
            let labels = try (0..<table.rowCount).map { row in
                let word = Self.word(table.text(row: row, column: place))
                guard let number = numbers[word] else {
                    throw table.error(row: row, column: place, "the cell is empty", "write the class there")
                }
                return number
            }
            targets = .labels(labels, classCount: classes.count)
        } else if !use.targets.isEmpty {
            targets = .values(try table.numbers(use.targets), shape: [use.targets.count])
        } else {
            targets = .none
        }
        return try SampleSet(
            shape: shape, values: .floats(table.numbers(use.inputs)), targets: targets, name: table.path)
    }

    /// `1.0` and `01` are the class 1.
    private static func word(_ text: String) -> String {
        Double(text).flatMap { Int32(exactly: $0) }.map(String.init) ?? text
    }

    /// The names of the classes of all tables: 0 to the largest number, or words in alphabetical order.
    private static func classes(of column: String, in tables: [TableFile]) throws -> [String] {
        var words: Set<String> = []
        for table in tables {
            let place = try table.place(of: column)
            for row in 0..<table.rowCount { words.insert(word(table.text(row: row, column: place))) }
        }
        words.remove("")
        let numbers = words.compactMap { Int32($0) }
        if numbers.count == words.count, let largest = numbers.max(), numbers.allSatisfy({ $0 >= 0 }),
            largest < maximumClassCount
        {
            return (0...largest).map(String.init)
        }
        guard words.count <= maximumClassCount else {
            throw BrainError(
                .format, what: "the column '\(column)' of \(tables[0].path)",
                why: "it holds \(words.count) different words, too many for classes",
                remedy: "name a column with a few classes, or targets for numbers")
        }
        return words.sorted()
    }
}
