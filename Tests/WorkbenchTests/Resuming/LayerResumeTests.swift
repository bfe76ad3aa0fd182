import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Workbench

/// Every layer class that experiment files know, with each of its fields at values other than its default, alone and together:
/// training goes on from a checkpoint with the same bits. Classes and fields come from the table that reads files, so a new
/// one is in this sweep from the day that it is there.
@Suite("Resuming with each option of each layer")
struct LayerResumeTests {
    @Test("Each field, alone and with all others", arguments: LayerRegistry.named.map(\.name))
    func options(_ name: String) throws {
        let layerClass = try #require(LayerRegistry.card(named: name))
        let simplest = try #require(
            layerClass.simplest(), "no layer of this class could be made: give LayerField candidates")
        try ResumeComparison.expectSame("\(simplest.yaml)") { simplest.experiment() }
        let standard = try #require(ResumeComparison.properties(of: simplest))
        var all = simplest
        for field in layerClass.fields {
            var moved: [String] = []
            for value in field.candidates {
                let variant = simplest.with(field, value)
                guard let properties = ResumeComparison.properties(of: variant) else { continue }
                guard !properties.differences(from: standard).isEmpty else { continue }
                moved.append(value)
                try ResumeComparison.expectSame(variant.yaml) { variant.experiment() }
            }
            #expect(!moved.isEmpty || field.isFixed(in: name), "no value of \(field.name) makes a difference")
            if let value = moved.first(where: { all.with(field, $0).experiment() != nil }) {
                all = all.with(field, value)
            }
        }
        try ResumeComparison.expectSame(all.yaml) { all.experiment() }
    }

    @Test("A mini-batch cut short leaves no trace", arguments: LayerRegistry.named.map(\.name))
    func cutShort(_ name: String) throws {
        let simplest = try #require(LayerRegistry.card(named: name)?.simplest())
        try ResumeComparison.expectNoTraceOfCutBatches(simplest.yaml) { simplest.experiment() }
        for command in CommandVerbs.commands {
            let trial = try #require(simplest.experiment())
            guard (try? ResumeComparison.layer(of: trial).sendCommand(command)) ?? 0 > 0 else { continue }
            try ResumeComparison.expectNoTraceOfCutBatches("\(simplest.yaml) \(command.verb) \(command.argument)") {
                let experiment = simplest.experiment()
                if let experiment { _ = try? ResumeComparison.layer(of: experiment).sendCommand(command) }
                return experiment
            }
        }
    }

    @Test("Each command, between steps and just before saving", arguments: LayerRegistry.named.map(\.name))
    func commands(_ name: String) throws {
        let simplest = try #require(LayerRegistry.card(named: name)?.simplest())
        var understood: [ModelCommand] = []
        let trial = try #require(simplest.experiment())
        for command in CommandVerbs.commands {
            guard (try? ResumeComparison.layer(of: trial).sendCommand(command)) ?? 0 > 0 else { continue }
            understood.append(command)
            for steps in [2, 3] {
                try ResumeComparison.expectSame(
                    "\(simplest.yaml) \(command.verb) \(command.argument) after \(steps) steps", commands: [command],
                    after: steps
                ) { simplest.experiment() }
            }
        }
        // In both orders, and last of all another net of a Switcher: what was set in the first is still there.
        let switching = understood.filter { $0.verb == "switch_model" }
        for commands in [understood, understood.reversed()] {
            try ResumeComparison.expectSame(
                "\(simplest.yaml) with all commands",
                commands: commands.filter { $0.verb != "switch_model" } + switching,
                after: 1
            ) { simplest.experiment() }
        }
    }

    @Test("No command is missing in the sweep") func everyVerbIsSwept() throws {
        let known = Set(CommandVerbs.commands.map(\.verb))
        #expect(try CommandVerbs.inSources().subtracting(known) == [])
    }
}

extension LayerField {
    /// Whether the class takes one value of this field alone.
    fileprivate func isFixed(in className: String) -> Bool {
        className == "StochasticMaxPooling" && name == "filter_size"
    }
}
