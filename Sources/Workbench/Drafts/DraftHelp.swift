import BinaryBrain

/// What there is to say of a line of an experiment's file, and what can be put below it.
public enum DraftHelp {
    /// Of a field of an experiment, by its name.
    static let fields: [(name: String, example: String, summary: String)] = [
        ("name", "name: my-net", "name of the experiment and of its folder of runs"),
        ("data", "data: mnist-5k", "a data set's name (bbwb data list), a folder of arrays, or a table"),
        ("split", "split: { validation: 500, seed: 1 }", "holds a part of the training set out, to choose by"),
        ("columns", "columns: { targets: [y] }", "what the columns of a table are for"),
        ("normalize", "normalize: { input: standard }", "how samples are normalised, by the training part"),
        ("seed", "seed: 1", "seed of everything drawn"),
        ("target", "target: labels", "what the net answers: labels, input (an autoencoder) or segmentation"),
        ("modulation", "modulation: { train: 7, test: 7, method: pwm }", "frames of bits for each image"),
        ("net", "net:", "the layers, input first"),
        ("augment", "augment: { shift: 1 }", "how training images are changed"),
        ("loss", "loss: SoftmaxCrossEntropy", "what training makes small"),
        ("metrics", "metrics: CategoricalAccuracy", "what is measured"),
        ("optimizer", "optimizer: { Adam: { learning_rate: 0.001 }, schedule: cosine }", "how parameters move"),
        ("initial", "initial: { from: best.bbwb }", "layers that begin with trained parameters"),
        ("distill", "distill: { teacher: best.bbwb }", "a trained net to learn from"),
        ("at", "at:", "commands that are given when training has come so far"),
        ("stop_early", "stop_early: { patience: 5 }", "when training ends before its last epoch"),
        ("evaluate", "evaluate: { batch_size: 256 }", "how the net is measured"),
        ("batch_size", "batch_size: 64", "images a mini-batch"),
        ("epochs", "epochs: 10", "how often the training set is gone through"),
    ]

    /// A few lines about what stands in a line.
    public static func lines(for content: ExperimentDraft.Content) -> [String] {
        switch content {
        case .remark: return []
        case .element(let name, _), .field(let name, _):
            if let field = fields.first(where: { $0.name == name }), case .field = content {
                return ["\(name): \(field.summary)", "for example  \(field.example)"]
            }
            // Commands are for a net that trains.
            return (LayerDocumentation.lines(ofClass: name) ?? []).filter { !$0.hasPrefix("  command ") }
        }
    }

    /// What can be put below a line: layers into a list, fields elsewhere.
    public static func offers(asElement: Bool) -> [(text: String, summary: String)] {
        guard asElement else { return fields.map { ($0.example, $0.summary) } }
        return LayerRegistry.named.filter { $0.insteadOfFields == nil }.map { card in
            let required = card.fields.filter(\.isRequired).map { "\($0.name): \($0.kind.example)" }
            let text = required.isEmpty ? "- \(card.name)" : "- \(card.name): { \(required.joined(separator: ", ")) }"
            return (text, card.summary)
        }
    }
}
