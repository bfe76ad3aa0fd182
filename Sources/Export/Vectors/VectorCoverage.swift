/// How much of the tables of a netlist its vectors show.
struct VectorCoverage: Sendable, Equatable {
    /// Nobody looks at the tables of nets of more LUTs.
    static let largestNet = 20_000

    /// Entries of all tables: 2^n for a LUT of n inputs.
    var entries = 0
    /// Entries whose pattern occurs at the LUT's inputs in some vector.
    var reached = 0
    /// Entries that some vector shows: with one of them inverted an output bit would differ.
    var shown = 0
    /// Entries that no input shows, as a search through all of them has proved: no simulation can tell them wrong.
    var impossible = 0
    /// LUTs.
    var luts = 0

    /// Entries of which nothing is known.
    var undecided: Int { entries - shown - impossible }

    /// What `proof.txt` says of the vectors that have it.
    var text: String {
        """
        of \(entries.grouped) entries of the tables of \(luts.grouped) LUTs they show \(shown.grouped): were one of these \
        inverted, an output bit would differ;
        \(impossible.grouped) make no difference for any input, as a search has proved, and \(undecided.grouped) are \
        undecided; \(reached.grouped) patterns occur
        """
    }
}

extension VectorSet: CustomStringConvertible {
    /// Which images they are, and what they show.
    var description: String {
        let test = "the first \(testImageCount.grouped) \(noun)"
        guard chosenCount > 0 || coverage != nil else { return test + "; nobody has looked what they show" }
        let images = "\(chosenCount.grouped) images made for the purpose and \(test);"
        guard let coverage else {
            return images + "\nwhat they show was not counted: the unrolled net has more than "
                + "\(VectorCoverage.largestNet.grouped) LUTs"
        }
        return "\(images)\n\(coverage.text)"
    }
}
