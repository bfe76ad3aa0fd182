import Foundation
import Testing
import Workbench

@testable import TerminalUI

/// One name for one thing: what a file calls it, screens, log, palette and keys call it too.
@Suite struct WordTests {
    /// A thing's word, and what it must not be called.
    static let words: [(word: String, not: [String])] = [
        ("learning_rate", ["learning rate", " lr ", "Learning rate"]),
        ("batch_size", ["batch size", " batch 64"]),
        ("host_only", [" host ", "host-only", "host only"]),
        ("modulation_method", ["modulation method"]),
        ("binary", [" bin "]),
        ("mse", ["MSE"]),
    ]

    static let frames: [String] = {
        var frames: [String] = []
        for size in [(80, 24), (120, 40), (200, 60)] {
            for snapshot in [Fixtures.classifier(lookingInto: 1), Fixtures.autoencoder()] {
                let driver = WorkbenchDriver(snapshot, size: Size(width: size.0, height: size.1))
                for screen in ScreenID.allCases {
                    driver.interaction.state.screen = screen
                    frames.append(driver.frame)
                }
            }
        }
        return frames
    }()

    @Test(arguments: words.indices)
    func nothingHasTwoNames(index: Int) {
        let (word, others) = Self.words[index]
        let palette = Palette.suggestions(for: "").map(\.title)
        let texts = Self.frames + palette + BindingTable.bindings.map(\.summary)
        for other in others {
            for text in texts { #expect(!text.contains(other), "'\(other)' should be '\(word)' in: \(text)") }
        }
    }

    /// What a key says is what the palette takes, the journal keeps and the file holds.
    @Test func whatAKeySaysCanBeTyped() throws {
        for key in "bBhH+-[]M><" {
            let workbench = WorkbenchDriver()
            workbench.press("j").press(.character(key))
            let command = try #require(workbench.commands.first, "\(key)")
            let said = try #require(workbench.interaction.state.status).text
            #expect(said == command.description)
            #expect(try Command(parsing: said) == command)
        }
    }

    /// The fields of an experiment's file that a command sets are called alike.
    @Test func theFileSaysItToo() throws {
        let text = try String(
            contentsOfFile: #filePath.components(separatedBy: "/Tests/")[0] + "/experiments/mnist-lut-simple.yaml",
            encoding: .utf8)
        for word in ["learning_rate", "batch_size", "modulation", "epochs"] {
            #expect(text.contains(word + ":"))
            #expect(CommandVerb(rawValue: word) != nil)
        }
    }

    /// Rate, method and the switches of every layer, at every size from 80×24 on.
    @Test(arguments: [(80, 24), (81, 24), (100, 30), (109, 26), (110, 24), (120, 40), (132, 43), (160, 50), (200, 60)])
    func whatCanBeSteeredIsSeen(width: Int, height: Int) {
        for snapshot in [Fixtures.classifier(), Fixtures.autoencoder()] {
            let driver = WorkbenchDriver(snapshot, size: Size(width: width, height: height))
            driver.expect(shows: "learning_rate \(NumberText.rate(snapshot.learningRate))")
            driver.expect(shows: "modulation \(snapshot.modulation!.method.rawValue)")
            driver.expect(shows: "binary").expect(shows: "host_only")
            let lines = driver.frame.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for (index, layer) in snapshot.layers.enumerated() {
                let name = layer.name ?? layer.className
                let row = lines.first { $0.dropFirst().hasPrefix("\(index)  \(name.prefix(6))") }
                #expect(row != nil, "layer \(index): \(driver.frame)")
                for value in [layer.isBinary, layer.isHostOnly].compactMap({ $0 }) {
                    #expect(row?.contains(value ? " on " : " off ") == true, "layer \(index): \(driver.frame)")
                }
            }
        }
    }
}
