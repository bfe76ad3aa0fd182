import BinaryBrain
import Datasets

extension CheckpointWriter {
    mutating func write(_ preparation: Preparation) {
        write(preparation.rawRange)
        for normalization in [preparation.input, preparation.target] {
            write(normalization != nil)
            guard let normalization else { continue }
            write(array: normalization.offsets.map(\.bitPattern))
            write(array: normalization.factors.map(\.bitPattern))
        }
    }

    mutating func write(_ columns: ColumnNames) {
        for names in [columns.inputs, columns.answers] {
            write(UInt64(names.count))
            for name in names { write(name) }
        }
    }
}

extension CheckpointReader {
    mutating func preparation() throws -> Preparation {
        var preparation = Preparation(rawRange: try sampleRange())
        preparation.input = try normalization("normalised input")
        preparation.target = try normalization("normalised targets")
        return preparation
    }

    private mutating func normalization(_ what: String) throws -> Normalization? {
        guard try bool(what) else { return nil }
        guard let normalization = Normalization(offsets: try floats(what), factors: try floats(what)) else {
            throw damaged("the numbers of its \(what) are not usable")
        }
        return normalization
    }

    mutating func columnNames() throws -> ColumnNames {
        let inputs = try list("names of columns", minimumSize: 8) { try $0.text("name of a column") }
        return ColumnNames(
            inputs: inputs, answers: try list("names of answers", minimumSize: 8) { try $0.text("name of an answer") })
    }
}
