/// The part of a module that finds the class: a tree of comparisons, a round a cycle.
///
/// A comparison keeps the lower class unless the higher one has more, so the first of several largest wins: the rule of the
/// software on a tie.
struct ClassChoice {
    /// Numbers among which the largest is chosen.
    let numbers: Int
    /// Bits of each.
    let countWidth: Int
    /// Whether signals of a user go along.
    let hasUser: Bool

    /// Bits of a class.
    var classWidth: Int { (numbers - 1).bitsNeeded }
    /// Rounds, and so cycles.
    var roundCount: Int { DesignCycles.choice(numbers: numbers) }

    /// Registers of one bit, apart from `user`.
    var flipFlopCount: Int {
        var count = 0
        var size = numbers
        while size > 1 {
            size = (size + 1) / 2
            // The last round has no use for how many ones the class has.
            count += size * (classWidth + (size > 1 ? countWidth : 0)) + numbers * countWidth + 1
        }
        return count
    }

    /// Adds all rounds, from the counts `count_0_N` of stage 0 on.
    /// - Returns: the chosen class, as an expression.
    func write(to text: inout TextBuilder) -> String {
        var winners = (0..<numbers).map { Winner(count: "count_0_\($0)", index: "\(classWidth)'d\($0)") }
        for round in 0..<roundCount { winners = writeRound(round + 1, winners, to: &text) }
        return winners[0].index
    }

    /// A number that has won so far: how many ones it has, and which it is.
    private struct Winner {
        let count: String
        let index: String
    }

    private func writeRound(_ round: Int, _ winners: [Winner], to text: inout TextBuilder) -> [Winner] {
        var next: [Winner] = []
        var assignments: [String] = []
        text.line()
        text.line("    // Round \(round) of the choice: the larger of two neighbours, the first if they are equal.")
        let isLastRound = winners.count <= 2
        for pair in stride(from: 0, to: winners.count, by: 2) {
            let slot = pair / 2
            let first = winners[pair]
            let best = Winner(count: "best_\(round)_\(slot)", index: "class_\(round)_\(slot)")
            text.line("    reg [\(classWidth - 1):0] \(best.index);")
            if !isLastRound { text.line("    reg [\(countWidth - 1):0] \(best.count);") }
            if pair + 1 < winners.count {
                let second = winners[pair + 1]
                text.line("    wire second_\(round)_\(slot) = \(second.count) > \(first.count);")
                assignments.append("\(best.index) <= second_\(round)_\(slot) ? \(second.index) : \(first.index);")
                if !isLastRound {
                    assignments.append("\(best.count) <= second_\(round)_\(slot) ? \(second.count) : \(first.count);")
                }
            } else {
                assignments.append("\(best.index) <= \(first.index);")
                assignments.append("\(best.count) <= \(first.count);")
            }
            next.append(best)
        }
        for number in 0..<numbers {
            text.line("    reg [\(countWidth - 1):0] count_\(round)_\(number);")
            assignments.append("count_\(round)_\(number) <= count_\(round - 1)_\(number);")
        }
        AnswerStage(
            number: round, nextValid: "valid_\(round - 1)", nextUser: hasUser ? "user_\(round - 1)" : nil, enable: "cke"
        ).write(assignments, to: &text)
        return next
    }
}
