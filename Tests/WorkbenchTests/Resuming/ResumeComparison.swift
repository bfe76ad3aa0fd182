import Foundation
import Testing

@testable import BinaryBrain
@testable import Workbench

/// Trains, stores, restores, and trains on in both: everything must be the same bits.
enum ResumeComparison {
    /// Properties that a layer makes anew, or that only said how to draw what the file holds.
    static let derived: Set<String> = [
        // How wires and parameters were drawn, and shapes asked for: the file has what came of it.
        "seed", "connectionRule", "requestedShape", "initialGamma", "initialBeta",
        "learnableConnection", "tableStart", "isImported",
        // Made from wires, shapes and settings when it is needed.
        "$__lazy_storage_$_plan", "plan", "fanout", "truth", "thresholds", "roundedTensors", "patterns",
        // Memory that is used again.
        "spare", "spareMasks", "scratch", "pushed",
        // What came in last, and what a file said that means nothing here.
        "seenLevels", "storedBinarizesInput",
        // Counted for those who watch, from when they began.
        "allChangedWires",
        // A wish about this machine: where the layer runs, and not what it computes.
        "allowsDevice",
        // What is known of the class.
        "card",
    ]

    /// The layer of a `LayerVariant` in its experiment.
    static func layer(of experiment: Experiment, at index: Int = 1) -> any Model {
        (experiment.body as! Sequential).layers[index]
    }

    /// What the layer of a variant stores before training; nil if it cannot be made.
    static func properties(of variant: LayerVariant) -> StoredProperties? {
        variant.experiment().map { StoredProperties(of: layer(of: $0, at: variant.index)) }
    }

    /// A mini-batch that is cut short at any place leaves the experiment as it was, and what is trained from there is what an
    /// undisturbed twin trains.
    /// - Returns: the number of places.
    @discardableResult
    static func expectNoTraceOfCutBatches(
        _ what: String, _ make: () throws -> Experiment?, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Int {
        let disturbed = try #require(try make(), "\(what) cannot be made", sourceLocation: sourceLocation)
        let twin = try #require(try make(), sourceLocation: sourceLocation)
        for experiment in [disturbed, twin] {
            for _ in 0..<2 { try experiment.trainMiniBatch() }
        }
        let before = try disturbed.checkpoint().encode()
        let properties = StoredProperties(of: disturbed.net, without: derived)
        var places = 0
        while true {
            places += 1
            do {
                try disturbed.trainMiniBatch(until: StopToken(afterChecks: places))
                break
            } catch is WorkStopped {
                let isAsBefore = try disturbed.checkpoint().encode() == before
                let differences = StoredProperties(of: disturbed.net, without: derived).differences(from: properties)
                #expect(
                    isAsBefore && differences.isEmpty, "\(what): cut short at place \(places): \(differences)",
                    sourceLocation: sourceLocation)
            }
        }
        try twin.trainMiniBatch()
        for _ in 0..<3 {
            let isSame = try disturbed.checkpoint().encode() == twin.checkpoint().encode()
            #expect(isSame, "\(what): goes on otherwise", sourceLocation: sourceLocation)
            try disturbed.trainMiniBatch()
            try twin.trainMiniBatch()
        }
        return places
    }

    /// Three steps, with commands to the layer after some of them; then a checkpoint and three more steps on both sides.
    static func expectSame(
        _ what: String, commands: [ModelCommand] = [], after steps: Int = 0, _ make: () throws -> Experiment?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let first = try #require(try make(), "\(what) cannot be made", sourceLocation: sourceLocation)
        for step in 0...3 {
            if step == steps {
                for command in commands { _ = try? layer(of: first).sendCommand(command) }
            }
            if step < 3 { try first.trainMiniBatch() }
        }
        let file = try first.checkpoint().encode()
        let checkpoint = try Checkpoint(decoding: file, path: what)
        let second: Experiment
        do {
            second = try Experiment(checkpoint, spec: first.spec, data: first.data, path: what)
        } catch {
            Issue.record("\(what): \(error)", sourceLocation: sourceLocation)
            return
        }
        func compare(_ when: String) throws {
            let (one, two) = try (first.checkpoint(), second.checkpoint())
            #expect(
                one.encode() == two.encode(), "\(what): the checkpoints differ \(when)", sourceLocation: sourceLocation)
            #expect(one.digest == two.digest, "\(what): the digests differ \(when)", sourceLocation: sourceLocation)
            let differences = StoredProperties(of: first.net, without: derived).differences(
                from: StoredProperties(of: second.net, without: derived))
            #expect(differences == [], "\(what): the nets differ \(when)", sourceLocation: sourceLocation)
            let x = try first.data.batch(of: first.data.test, samples: [0, 1, 2, 3, 4]).input
            let answers = try [first, second].map {
                try $0.net.forward(x, train: false).frameMajorValues().map(\.bitPattern)
            }
            #expect(answers[0] == answers[1], "\(what): the answers differ \(when)", sourceLocation: sourceLocation)
        }
        try compare("when restored")
        for _ in 0..<3 {
            try first.trainMiniBatch()
            try second.trainMiniBatch()
        }
        try compare("after three more steps")
    }
}
