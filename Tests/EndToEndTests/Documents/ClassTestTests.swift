import Testing

/// Whoever adds a layer writes its class and its card. A test for a class elsewhere (`layer as? DenseAffine`) would have to be found, and
/// would say nothing where it is forgotten; what a layer is goes through `Model` and `HardwareForm`.
@Suite("Tests for the class of a layer")
struct ClassTestTests {
    /// The tests that there are, by file: the places where nets are taken apart, twins that take each other's wires over, what the original
    /// averages with, statistics that are measured, and a softmax at the end of a teacher.
    private static let known = [
        "BinaryBrain/Models/Model+ExpandingLayers.swift: BinaryModulation",
        "BinaryBrain/Models/Model+ExpandingLayers.swift: SparseModel",
        "BinaryBrain/Models/Model+ExpandingLayers.swift: LearnedLut",
        "BinaryBrain/Models/Model+ExpandingLayers.swift: Sequential",
        "BinaryBrain/Models/Lut/MicroMlpAffine+Card.swift: MicroMlpAffine",
        "BinaryBrain/Models/Lut/ReducingLut+Card.swift: ReducingLut",
        "BinaryBrain/Models/Modulation/BinaryToReal+Averaging.swift: Reduce",
        "BinaryBrain/Models/Modulation/BinaryToReal+Averaging.swift: Shuffle",
        "BinaryBrain/Training/Recalibration.swift: StatisticsMeasuring",
        "Workbench/References/Teacher.swift: Softmax",
    ]

    @Test func noneIsNew() throws {
        let sources = try SourceText.all(below: ["Sources"]).filter { $0.path.hasSuffix(".swift") }
        let classes = Self.layers(in: sources)
        #expect(classes.count > 40)
        #expect(classes.isSuperset(of: ["DifferentiableLut", "MaxLut", "ReLU", "SparseModel", "Switcher"]))
        let found = sources.flatMap { Self.tests(for: classes, in: $0) }
        #expect(found.sorted() == Self.known.sorted())
    }

    @Test func aTestIsSeen() {
        let text = SourceText(
            path: "Sources/M/A.swift",
            text: """
                class A: Model {}
                final class B: A {}
                let isB = layer is B // as? A
                if let b = layer as? B, !(other is any A) {}
                """)
        #expect(Self.layers(in: [text]) == ["A", "B"])
        #expect(Self.tests(for: ["A", "B"], in: text) == ["M/A.swift: B", "M/A.swift: B", "M/A.swift: A"])
    }

    /// The classes that build on `Model`, and the protocols between.
    private static func layers(in sources: [SourceText]) -> Set<String> {
        var parents: [String: [String]] = [:]
        for source in sources {
            for match in source.text.matches(of: #/(?m)^(?:\w+ )*(?:class|protocol) (\w+): ([\w, ]+) \{/#) {
                parents[String(match.1)] = match.2.split { ", ".contains($0) }.map(String.init)
            }
        }
        var known: Set = ["Model"]
        while true {
            let more = parents.filter { !known.contains($0.key) && !known.isDisjoint(with: $0.value) }.map(\.key)
            guard !more.isEmpty else { return known.subtracting(["Model"]) }
            known.formUnion(more)
        }
    }

    private static func tests(for classes: Set<String>, in source: SourceText) -> [String] {
        let code = source.text.replacing(#/\/\/[^\n]*/#, with: "")
        return code.matches(of: #/\b(?:is|as[?!]) (?:any )?(\w+)/#).map { String($0.1) }.filter(classes.contains).map {
            "\(source.path.dropFirst("Sources/".count)): \($0)"
        }
    }
}
