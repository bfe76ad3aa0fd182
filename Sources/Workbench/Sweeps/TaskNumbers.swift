import BinaryBrain

/// The tasks that a command line names: `3`, `0,2-5`, or `auto` for the one that a scheduler's variable says.
public enum TaskNumbers {
    /// Variables in which schedulers number the tasks of an array, and what they call the first.
    private static let variables = [
        ("SLURM_ARRAY_TASK_ID", 0), ("JOB_COMPLETION_INDEX", 0), ("PBS_ARRAY_INDEX", 0), ("SGE_TASK_ID", 1),
    ]

    /// Reads the numbers, in the order given, each once.
    /// - Throws: `BrainError` of kind `.usage` for text that is no list, and for a number that no task has.
    public static func parse(_ text: String, count: Int, environment: [String: String]) throws -> [Int] {
        func error(_ why: String) -> BrainError {
            BrainError(
                .usage, what: "--task \(text)", why: why,
                remedy: "give numbers from 0 to \(count - 1), such as 3 or 0,2-5, or auto in a job of an array")
        }
        guard text != "auto" else {
            for (name, first) in variables {
                // Grid Engine says "undefined" outside of an array.
                guard let number = environment[name].flatMap({ Int($0) }) else { continue }
                guard (0..<count).contains(number - first) else {
                    throw error("\(name) is \(number), and there are \(count) tasks")
                }
                return [number - first]
            }
            throw error("none of \(variables.map(\.0).joined(separator: ", ")) is set")
        }
        var numbers: [Int] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = piece.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last
            else {
                throw error("'\(piece)' is neither a number nor a range")
            }
            guard first >= 0, last < count else { throw error("there are \(count) tasks") }
            numbers += first...last
        }
        var known: Set<Int> = []
        return numbers.filter { known.insert($0).inserted }
    }
}
