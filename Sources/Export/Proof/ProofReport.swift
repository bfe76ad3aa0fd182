import Foundation

/// What was checked of an export, with counts, and what was not.
public struct ProofReport: Sendable {
    /// How a check ended.
    public enum Outcome: String, Sendable, Codable {
        /// Everything that it looked at is equal.
        case passed
        /// Something differs.
        case failed
        /// It was not made; the detail says why.
        case notChecked = "not checked"
    }

    /// One check.
    public struct Check: Sendable {
        /// What is claimed.
        public let claim: String
        /// What came of it.
        public let outcome: Outcome
        /// Counts, or why it was not made.
        public let detail: String
        /// How long it took.
        public let seconds: Double
    }

    /// The checks, in the order in which they were made.
    public private(set) var checks: [Check] = []

    /// What no check looks at, whatever is installed.
    public internal(set) var limits: [String] = []

    /// How the net answers as stored, in binary mode and as a netlist; nil before that is measured.
    var forms: FormComparison?
    /// What don't-cares from training data made of the net; nil without them.
    var care: CareFigures?
    /// What vectors the bundle has, and what they show.
    public internal(set) var vectors = ""

    /// Whether something differs.
    public var hasFailed: Bool { checks.contains { $0.outcome == .failed } }
    /// Checks that were not made.
    public var missingCount: Int { checks.count { $0.outcome == .notChecked } }

    /// The result in a few words.
    public var verdict: String {
        if let failure = checks.first(where: { $0.outcome == .failed }) { return "FAILED: \(failure.claim)" }
        let passed = checks.count - missingCount
        let mode = forms?.storedIsAnother == true ? " IN BINARY MODE ONLY" : ""
        let subject = care == nil ? mode : " FOR THE REDUCED NET\(mode)"
        let limit =
            care.map {
                "; it is the trained net only on the \($0.samples)"
                    + ($0.differingFrames == 0 ? "" : ", \($0.differingFrames.grouped) frames excepted")
            } ?? ""
        return missingCount == 0
            ? "PROVED\(subject): all \(passed) checks passed\(limit)"
            : "PROVED IN PART\(subject): \(passed) checks passed, \(missingCount) not made\(limit)"
    }

    /// `proof.txt` until the proof has come to its end.
    static let unfinished = """
        NOT PROVED: the proof has not ended. It is under way, or it was interrupted; if so, export again with --verify.

        """

    /// `proof.txt`.
    var text: String {
        var text = TextBuilder()
        let heading = checks.isEmpty ? "NOT PROVED: no check was asked for (bbwb export --verify)" : verdict
        text.line(heading + (forms?.notice.map { "; \($0)" } ?? ""))
        if let forms { text.append(forms.section) }
        for check in checks {
            text.line()
            text.line("[\(check.outcome.rawValue)] \(check.claim)")
            for line in check.detail.split(separator: "\n", omittingEmptySubsequences: false) {
                text.line("    \(line)")
            }
            if check.outcome != .notChecked { text.line("    \(check.seconds.fixed(1)) s") }
        }
        if !vectors.isEmpty {
            text.line()
            text.line("The vectors of the bundle's own tests:")
            for line in vectors.split(separator: "\n") { text.line("    \(line)") }
        }
        if !checks.isEmpty && !limits.isEmpty {
            text.line()
            text.line("[not checked] What no check of bbwb covers:")
            for limit in limits { text.line("    \(limit)") }
        }
        return text.text
    }

    /// Makes a check and notes how it ended; what it throws is a failure of the check, unless it is a cancellation.
    mutating func check(_ claim: String, _ body: () throws -> (Outcome, String)) throws {
        let start = ContinuousClock.now
        let (outcome, detail): (Outcome, String)
        do {
            (outcome, detail) = try body()
        } catch let error as CancellationError {
            throw error
        } catch {
            (outcome, detail) = (.failed, String(describing: error))
        }
        let took = (ContinuousClock.now - start).components
        checks.append(
            Check(
                claim: claim, outcome: outcome, detail: detail,
                seconds: Double(took.seconds) + Double(took.attoseconds) * 1e-18))
    }
}
