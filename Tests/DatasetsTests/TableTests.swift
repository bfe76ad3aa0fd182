import BinaryBrain
import Testing

@testable import Datasets

@Suite struct TableTests {
    private static let flowers = """
        id;petal;"sepal, width";species
        1;1.5;2;setosa

        2;-3e-1; 4 ;"virginica"
        3;0;7;setosa
        """

    private func load(
        _ text: String, _ columns: TableColumns = TableColumns(), test: String? = nil
    ) throws -> Dataset {
        let directory = try TemporaryDirectory()
        try directory.write(Array(text.utf8), to: "train.csv")
        if let test { try directory.write(Array(test.utf8), to: "test.csv") }
        return try DatasetCatalog.loadUnsplit(directory.path, columns: columns)
    }

    @Test func wordsAreClassesInAlphabeticalOrder() throws {
        let columns = TableColumns(label: "species", leaveOut: ["id"])
        let data = try load(Self.flowers, columns, test: "species,petal,id,\"sepal, width\"\r\nversicolor,9,8,7\r\n")
        #expect(data.classNames == ["setosa", "versicolor", "virginica"])
        #expect(data.columns == ColumnNames(inputs: ["petal", "sepal, width"], answers: data.classNames))
        #expect(data.train.count == 3 && data.train.shape == [2])
        #expect((0..<3).map { data.train.values(of: $0) } == [[1.5, 2], [-0.3, 4], [0, 7]])
        #expect((0..<3).map { data.train.label(of: $0) } == [0, 2, 0])
        // Columns are found by name, wherever they stand.
        #expect(data.test.values(of: 0) == [9, 7] && data.test.label(of: 0) == 1)
    }

    @Test func numbersAreTargetsAndShapes() throws {
        let text = "a,b,c,d,y,z\n1,2,3,4,5,6\n7,8,9,10,11,12\n"
        let data = try load(text, TableColumns(targets: ["z", "y"], shape: [2, 2]))
        #expect(data.train.shape == [2, 2] && data.targetShape == [2] && !data.hasTest)
        #expect(data.train.target(of: 1) == [12, 11])
        #expect(data.columns?.answers == ["z", "y"])
        let own = try load(text)
        #expect(own.targetShape == [6], "without a word the samples are their own targets")
        let labelled = try load("label,x\n3,1\n1.0,2\n")
        #expect(labelled.classNames == ["0", "1", "2", "3"] && labelled.train.label(of: 1) == 1)
    }

    @Test(arguments: [
        ("a,b\n1,2\n3,x\n", "train.csv, line 3, column 'b': 'x' is not a finite number"),
        ("a,b\n1,2\n\n3,\n", "train.csv, line 4, column 'b': the cell is empty"),
        ("a,b\n1,inf\n", "line 2, column 'b': 'inf' is not a finite number"),
        ("a,b\n1,2,3\n", "line 2 has 3 cells, but the header names 2 columns"),
        ("a,a\n1,2\n", "two columns are called 'a'"),
        ("a,\n1,2\n", "column 2 has no name"),
        ("1,2\n3,4\n", "the first line must name the columns"),
        ("a,b\n", "no row below the header"),
        ("", "it is empty"),
        ("a,b\n\"1,2\n", "line 2: a double quote is not closed"),
    ])
    func errorsNameFileLineAndColumn(text: String, message: String) {
        #expect { try load(text) } throws: { "\($0)".contains(message) }
    }

    @Test(arguments: [
        (TableColumns(label: "specie"), "did you mean 'species'"),
        (TableColumns(targets: ["petal", "petal"]), "is listed twice"),
        (TableColumns(targets: ["id", "petal", "sepal, width", "species"]), "no column is left for the input"),
        (TableColumns(label: "species", leaveOut: ["id"], shape: [3]), "2 input columns do not make the shape"),
    ])
    func columnsThatDoNotFitAreNamed(columns: TableColumns, message: String) {
        #expect { try load(Self.flowers, columns) } throws: { "\($0)".contains(message) }
    }

    @Test func aHeadingOfAnotherFileIsNotGuessed() {
        #expect { try load("a,label\n1,0\n", test: "b,label\n1,0\n") } throws: {
            "\($0)".contains("test.csv") && "\($0)".contains("no column 'a'")
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let text = TableSamples.text([1, 0.25, -3, 1e-20], names: ["a,b", "\"c\""])
        let table = try TableFile(Array(text.utf8), path: "t.csv")
        #expect(table.names == ["a,b", "\"c\""])
        #expect(try table.numbers(table.names) == [1, 0.25, -3, 1e-20])
    }

    @Test(arguments: 0..<200) func noBytesAreTooOdd(seed: UInt64) {
        var generator = MersenneTwister64(seed: seed)
        let alphabet = Array("a1,;\"\n\r\t .-e\u{e9}".utf8) + [0, 0xff]
        let bytes = (0..<40).map { _ in alphabet[Int(generator.uniformInteger(0, UInt64(alphabet.count - 1)))] }
        if let table = try? TableFile(bytes, path: "odd.csv") { _ = try? table.numbers(table.names) }
    }
}
