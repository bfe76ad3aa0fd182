import BinaryBrain
import Foundation
import Workbench

// Keys that bend the experiment while it runs.
extension Interaction {
    mutating func selectLayer(_ step: Int) {
        guard !snapshot.layers.isEmpty else { return say("there are no layers yet", .warning) }
        // On the screen of LUTs the layers without any are passed over.
        let choices = snapshot.layers.indices.filter { state.screen != .luts || snapshot.layers[$0].lutCount != nil }
        let next =
            step > 0 ? choices.first { $0 > state.selectedLayer } : choices.last { $0 < state.selectedLayer }
        if let next { select(layer: next) }
    }

    /// Selects a layer; another layer's LUTs are walked from their first on.
    mutating func select(layer: Int) {
        if layer != state.selectedLayer { state.selectedLut = 0 }
        state.selectedLayer = layer
    }

    mutating func toggleBinary() {
        guard let (index, layer) = selectedLayer() else { return }
        guard let isBinary = layer.isBinary else {
            return say("\(layer.className) has no binary mode to switch", .warning)
        }
        steer(.binary(!isBinary, .layer(index)))
    }

    mutating func toggleAllBinary() { toggleAll(\.isBinary, "binary") { Command.binary($0, $1) } }

    mutating func toggleHostOnly() {
        guard let (index, layer) = selectedLayer() else { return }
        guard let isHostOnly = layer.isHostOnly else {
            return say("\(layer.className) has no host_only to switch", .warning)
        }
        guard let usesDevice = layer.usesDevice else {
            steer(.hostOnly(!isHostOnly, .layer(index)))
            return sayHostOnlySpeed(!isHostOnly)
        }
        // Three places: the device, the processor's vector kernels, plain reference code.
        if isHostOnly {
            steer(.hostOnly(false, .layer(index)))
            if !usesDevice { steer(.device(true, .layer(index))) }
        } else if usesDevice {
            steer(.device(false, .layer(index)))
        } else {
            steer(.hostOnly(true, .layer(index)))
            sayHostOnlySpeed(true)
        }
    }

    mutating func toggleAllHostOnly() { toggleAll(\.isHostOnly, "host_only") { Command.hostOnly($0, $1) } }

    /// All on if any is off, else all off.
    private mutating func toggleAll(
        _ value: KeyPath<LayerSnapshot, Bool?>, _ name: String, _ command: (Bool, LayerSelector) -> Command
    ) {
        guard canCommand() else { return }
        let layers = expected.layers
        let switchable = layers.indices.filter { layers[$0][keyPath: value] != nil }
        guard !switchable.isEmpty else { return say("no layer has \(name) to switch", .warning) }
        let target = switchable.contains { layers[$0][keyPath: value] == false }
        steer(command(target, .all))
        if name == "host_only" { sayHostOnlySpeed(target) }
    }

    /// Up or down the ladder, for the test alone or for training too; from a value beside the ladder to the nearest rung in
    /// that direction.
    mutating func changeModulation(_ direction: Int, trainToo: Bool) {
        guard canCommand() else { return }
        guard let modulation = expected.modulation else {
            return say("this experiment has no binary modulation", .warning)
        }
        let current = trainToo ? modulation.train : modulation.test
        let ladder = Command.modulationLadder
        guard let next = direction > 0 ? ladder.first(where: { $0 > current }) : ladder.last(where: { $0 < current })
        else {
            return say("x\(current) is the \(direction > 0 ? "largest" : "smallest") oversampling here", .warning)
        }
        steer(.modulation(train: trainToo ? next : nil, test: next))
    }

    mutating func nextModulationMethod() {
        guard canCommand() else { return }
        guard let modulation = expected.modulation else {
            return say("this experiment has no binary modulation", .warning)
        }
        let methods = ModulationMethod.allCases
        let position = methods.firstIndex(of: modulation.method) ?? 0
        let next = methods[(position + 1) % methods.count]
        steer(.modulationMethod(next))
    }

    mutating func scaleLearningRate(_ factor: Double) {
        guard canCommand() else { return }
        let old = expected.learningRate
        // Three figures, so that the rate that is shown is the rate that trains.
        let new = Double(String(format: "%.3g", old * factor)) ?? old
        guard LayerField.learningRates.contains(new), new != old else {
            return say("learning_rate \(NumberText.rate(old)) cannot go further", .warning)
        }
        steer(.learningRate(new))
    }

    mutating func recalibrate() {
        guard canCommand() else { return }
        steer(.recalibrate)
    }

    mutating func undo() {
        guard canCommand() else { return }
        guard let entry = history.pop() else { return say("nothing to undo: you have changed nothing here", .warning) }
        guard let inverse = entry.inverse else {
            return say("'\(entry.text)' cannot be undone: the earlier value is not known", .warning)
        }
        for command in inverse { send(command) }
        // Many layers are better counted than named.
        let back = inverse.count > 2 ? "\(inverse.count) commands" : inverse.map { "\($0)" }.joined(separator: ", ")
        say("undone: \(entry.text)" + (back.isEmpty ? "" : "; now \(back)"))
    }

    mutating func redo() {
        guard canCommand() else { return }
        guard let command = history.popUndone() else {
            return say("nothing to redo: nothing was undone last", .warning)
        }
        history.push(.init(command: command, inverse: command.inverse(in: expected)), isRepeated: true)
        send(command)
        say("done again: \(command)")
    }

    private mutating func selectedLayer() -> (index: Int, layer: LayerSnapshot)? {
        guard canCommand() else { return nil }
        let layers = expected.layers
        guard layers.indices.contains(state.selectedLayer) else {
            say("there are no layers yet", .warning)
            return nil
        }
        return (state.selectedLayer, layers[state.selectedLayer])
    }

    /// Sends a steering command, with the way back noted.
    mutating func steer(_ command: Command) {
        let text = "\(command)"
        history.push(.init(command: command, inverse: command.inverse(in: expected)))
        send(command)
        say(text)
    }

    private mutating func send(_ command: Command) {
        pending.add(command, now: now)
        ask(.send(command))
    }

    /// Adds what plain reference code costs, if that was measured.
    private mutating func sayHostOnlySpeed(_ on: Bool) {
        guard on, let factor = snapshot.hostOnlyFactor, let text = state.status?.text else { return }
        say("\(text): the whole net takes \(FigureText.factor(factor)) times as long here")
    }
}
