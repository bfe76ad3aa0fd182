import Foundation
import Testing

@testable import Workbench

/// Experiments' files while they are changed.
@Suite struct DraftTests {
    private static let text = """
        # A small net.
        name: small
        data: mnist-5k
        net:
          - DifferentiableLut: { output_shape: [60] }
          # The head.
          - DifferentiableLut:
              output_shape: [10]
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: Adam
        batch_size: 64
        epochs: 2

        """

    private func draft() -> ExperimentDraft { ExperimentDraft(Self.text, source: "small.yaml") }

    private func line(_ draft: ExperimentDraft, _ text: String) throws -> Int {
        try #require(draft.lines.firstIndex { $0.contains(text) })
    }

    private func undo(_ draft: inout ExperimentDraft) -> Bool { draft.undo() }

    private func insert(_ text: String, below line: Int, in draft: inout ExperimentDraft) -> Int {
        draft.insert(text, below: line)
    }

    private func move(_ line: Int, by direction: Int, in draft: inout ExperimentDraft) -> Int? {
        draft.move(line, by: direction)
    }

    @Test func aDraftIsItsFile() {
        #expect(draft().text == Self.text)
        #expect(!draft().isChanged)
        for name in ExperimentLibrary.names {
            guard let spec = try? ExperimentSpec(named: name) else { continue }
            let text = ExperimentDraft(spec.yaml, source: name).text
            #expect(text == spec.yaml || text == spec.yaml + "\n", "\(name)")
        }
    }

    @Test func linesAreTakenApart() throws {
        let draft = draft()
        #expect(draft.content(of: 0) == .remark)
        #expect(draft.content(of: 1) == .field(name: "name", value: "small"))
        #expect(draft.content(of: 3) == .field(name: "net", value: ""))
        #expect(draft.content(of: 4) == .element(name: "DifferentiableLut", value: "{ output_shape: [60] }"))
        #expect(draft.content(of: 99) == .remark)
        #expect(draft.block(at: 3) == 3..<8)
        #expect(draft.block(at: 6) == 6..<8)
        #expect(draft.block(at: 0) == 0..<1)
    }

    @Test func aLineIsChangedWhereItStands() throws {
        var draft = draft()
        draft.replace(4, with: "- DifferentiableLut: { output_shape: [120] }")
        #expect(draft.lines[4] == "  - DifferentiableLut: { output_shape: [120] }")
        let spec = try ExperimentSpec(yaml: draft.text, source: "small.yaml")
        #expect(spec.net.count == 2)
        #expect(undo(&draft))
        #expect(draft.text == Self.text)
        #expect(!undo(&draft))
    }

    @Test func layersAreAddedDeletedAndMoved() throws {
        var draft = draft()
        #expect(draft.takesElement(below: 3) && draft.takesElement(below: 4) && !draft.takesElement(below: 1))
        #expect(insert("- DifferentiableLut: { output_shape: [360] }", below: 4, in: &draft) == 5)
        #expect(draft.lines[5] == "  - DifferentiableLut: { output_shape: [360] }")
        #expect(insert("- ReLU", below: 3, in: &draft) == 4, "below 'net:' is before its first layer")
        draft.remove(at: 4)
        // The last layer with its field below goes before the one above, and the comment stays between.
        let head = try #require(draft.lines.lastIndex { $0.contains("- DifferentiableLut:") })
        #expect(move(head, by: -1, in: &draft) == 5)
        #expect(draft.lines[5...6] == ["  - DifferentiableLut:", "      output_shape: [10]"])
        #expect(move(5, by: 1, in: &draft) == 7)
        #expect(move(try line(draft, "name:"), by: -1, in: &draft) == nil)
        #expect(move(0, by: 1, in: &draft) == nil)
        draft.remove(at: 3)
        #expect(!draft.text.contains("DifferentiableLut"))
        while draft.undo() {}
        #expect(draft.text == Self.text)
    }

    @Test func linesMayEndAsOnOtherSystems() {
        #expect(ExperimentDraft("name: a\r\ndata: b\r\n", source: "a").lines == ["name: a", "data: b"])
    }

    @Test func aNetWithoutLayersTakesThem() throws {
        var draft = ExperimentDraft("name: a\nnet:\nepochs: 1\n", source: "a")
        #expect(draft.takesElement(below: 1))
        #expect(insert("- ReLU", below: 1, in: &draft) == 2)
        #expect(draft.lines[2] == "  - ReLU")
    }

    /// A list that stands as deep as its field ends there.
    @Test func layersStayInTheirList() {
        var draft = ExperimentDraft("at:\n- epoch 1: pause\nnet:\n- ReLU\n- Binarize\n", source: "a")
        #expect(move(3, by: -1, in: &draft) == nil)
        #expect(move(4, by: -1, in: &draft) == 3)
    }

    @Test func fieldsAreAdded() throws {
        var draft = draft()
        let place = draft.insert("modulation: { train: 3, test: 3 }", below: 2)
        #expect(place == 3)
        #expect(draft.lines[3] == "modulation: { train: 3, test: 3 }")
        #expect(try ExperimentSpec(yaml: draft.text, source: "a").modulation?.train == 3)
    }

    @Test func aReportHasTheNetOrTheFault() throws {
        var draft = draft()
        let good = DraftReport(of: draft)
        #expect(good.problem == nil && good.lines.contains { $0.contains("DifferentiableLut6") })
        #expect(good.lines.contains { $0.hasPrefix("memory:") })
        draft.replace(12, with: "epochs: many")
        let bad = DraftReport(of: draft)
        #expect(bad.line == 12 && bad.problem?.contains("epochs") == true && bad.lines.isEmpty, "\(bad)")
        draft.replace(12, with: "epochs: [")
        #expect(DraftReport(of: draft).problem != nil)
        draft = ExperimentDraft("", source: "a")
        #expect(DraftReport(of: draft).problem != nil)
        #expect(draft.block(at: 0).isEmpty)
    }

    /// Every field that an experiment takes has its help, and every example is one that its file takes.
    @Test func helpCoversTheFile() throws {
        for field in DraftHelp.fields where field.name != "name" {
            let others = Self.text.split(separator: "\n").filter {
                !$0.hasPrefix("\(field.name):") || field.name == "net"
            }
            let text = others.joined(separator: "\n") + "\n"
            guard field.name != "net", field.name != "at" else { continue }
            do { _ = try ExperimentSpec(yaml: text + field.example + "\n", source: "a") } catch {
                Issue.record("\(field.example): \(error)")
            }
        }
        #expect(Set(DraftHelp.fields.map(\.name)) == ExperimentSpec.fieldNames)
    }

    /// Each layer that can be added is one that a file takes.
    @Test func offeredLayersAreRead() throws {
        for offer in DraftHelp.offers(asElement: true) {
            let text = Self.text.replacing("  # The head.", with: "  \(offer.text)")
            do { _ = try ExperimentSpec(yaml: text, source: "a") } catch {
                // A trained layer's file is not there.
                guard "\(error)".contains("best.bbwb") else {
                    Issue.record("\(offer.text): \(error)")
                    continue
                }
            }
        }
    }
}
