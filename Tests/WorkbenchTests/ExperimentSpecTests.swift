import BinaryBrain
import Testing

@testable import Workbench

@Suite struct ExperimentSpecTests {
    @Test func readsEveryField() throws {
        let spec = try ExperimentSpec(
            yaml: """
                name: all-fields
                data: mnist-5k
                seed: 18446744073709551615
                target: labels
                modulation: { train: 7, test: 15, method: uniform }
                net:
                  - StochasticLut: { output_shape: [4, 5], connection: serial, seed: 9, N: 4, bin_dtype: bit }
                  - DifferentiableLut: { output_shape: 10, binarize: false, momentum: 0.5, name: last }
                loss: SoftmaxCrossEntropy
                metrics: CategoricalAccuracy
                optimizer: { AdaGrad: { learning_rate: 2e-2 } }
                batch_size: 32
                epochs: 3
                evaluate: { batch_size: 500, train_set: true }
                """, source: "all.yaml")
        #expect(spec.name == "all-fields")
        #expect(spec.seed == .max)
        #expect(spec.modulation == ModulationSpecification(train: 7, test: 15, method: .uniform))
        #expect(spec.net.map(\.className) == ["StochasticLut", "DifferentiableLut"])
        #expect(spec.net[0].values["output_shape"] == .plain(.shape([4, 5])))
        #expect(spec.net[0].values["seed"] == .plain(.seed(9)))
        #expect(spec.net[1].values["output_shape"] == .plain(.shape([10])))
        #expect(spec.optimizer.name == "AdaGrad" && spec.optimizer.learningRate == 0.02)
        #expect(spec.batchSize == 32)
        #expect(spec.epochs == 3)
        #expect(spec.evaluate.batchSize == 500)
        #expect(spec.evaluate.measuresTrainingSet)
    }

    @Test func fillsInDefaults() throws {
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml.replacing("seed: 1\n", with: "").replacing(", test: 3, method: pwm", with: ""),
            source: "tiny.yaml")
        #expect(spec.seed == 1)
        #expect(spec.target == .labels)
        #expect(spec.modulation == ModulationSpecification(train: 3, test: 3, method: .pwm))
        #expect(spec.evaluate.batchSize == 16)
        #expect(!spec.evaluate.measuresTrainingSet)
    }

    /// What is put in place of what, and what the error says.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var from: String
        var to: String
        var field: String
        var line: Int?
        var why: String
        var remedy: String
        var testDescription: String { "\(field): \(why)" }
    }

    static let mistakes = [
        Mistake(
            from: "batch_size", to: "batchsize", field: "batchsize", line: 12, why: "has no field 'batchsize'",
            remedy: "did you mean 'batch_size'?"),
        Mistake(
            from: "output_shape: [48]", to: "output_shap: [48]", field: "net.0.DifferentiableLut.output_shap", line: 6,
            why: "DifferentiableLut has no field 'output_shap'", remedy: "did you mean 'output_shape'?"),
        Mistake(
            from: "- DifferentiableLut: { output_shape: [4] }", to: "- DiferentiableLut: { output_shape: [4] }",
            field: "net.2", line: 8, why: "no layer class 'DiferentiableLut'",
            remedy: "did you mean 'DifferentiableLut'?"),
        Mistake(
            from: "{ output_shape: [48] }", to: "{ connection: random }", field: "net.0.DifferentiableLut", line: 6,
            why: "needs output_shape, which is missing", remedy: "output_shape: [360]"),
        Mistake(
            from: "[48]", to: "[48, -1]", field: "net.0.DifferentiableLut.output_shape.1", line: 6,
            why: "-1 is out of range", remedy: "from 1"),
        Mistake(
            from: "[48]", to: "[65536, 65536]", field: "net.0.DifferentiableLut.output_shape", line: 6,
            why: "too many elements", remedy: "below 2^31"),
        Mistake(
            from: "batch_size: 16", to: "batch_size: many", field: "batch_size", line: 12,
            why: "expected a whole number, and this is 'many'", remedy: "from 1 to 1000000"),
        Mistake(
            from: "batch_size: 16", to: "batch_size: 0", field: "batch_size", line: 12, why: "0 is out of range",
            remedy: "from 1 to 1000000"),
        Mistake(
            from: "epochs: 4", to: "epochs: [4]", field: "epochs", line: 13, why: "this is a list",
            remedy: "from 1"),
        Mistake(
            from: "epochs: 4\n", to: "", field: "epochs", line: nil, why: "it is missing", remedy: "add a line"),
        Mistake(
            from: "train: 3", to: "train: 0", field: "modulation.train", line: 4, why: "0 is out of range",
            remedy: "from 1 to 65536"),
        Mistake(
            from: "method: pwm", to: "method: pmw", field: "modulation.method", line: 4, why: "'pmw' is not one",
            remedy: "did you mean 'pwm'?"),
        Mistake(
            from: "learning_rate: 0.01", to: "learning_rate: fast", field: "optimizer.Adam.learning_rate", line: 11,
            why: "expected a number", remedy: "such as 0.001"),
        Mistake(
            from: "Adam:", to: "Adm:", field: "optimizer", line: 11, why: "'Adm' is not one of its values",
            remedy: "did you mean 'Adam'?"),
        Mistake(
            from: "loss: Soft", to: "loss: Sft", field: "loss", line: 9, why: "'SftmaxCrossEntropy' is not one",
            remedy: "did you mean 'SoftmaxCrossEntropy'?"),
        Mistake(
            from: "data: stripes", to: "data: stripes\ntarget: input", field: "loss", line: 10,
            why: "'target: input' has none", remedy: "use MeanSquaredError"),
        Mistake(
            from: "seed: 1", to: "seed: -1", field: "seed", line: 3, why: "expected a seed", remedy: "whole number"),
        Mistake(
            from: "name: tiny", to: "name: ../tiny", field: "name", line: 1, why: "cannot name a folder",
            remedy: "letters"),
        Mistake(
            from: "seed: 1", to: "name: again", field: "name", line: 1, why: "given twice", remedy: "keep one"),
        Mistake(
            from: "modulation: {", to: "modulation: [", field: "", line: 4, why: "did not find expected",
            remedy: "correct the YAML"),
    ]

    @Test(arguments: mistakes)
    func namesFieldLineAndCure(_ mistake: Mistake) throws {
        let text = (TinyExperiment.yaml + "\n").replacing(mistake.from, with: mistake.to, maxReplacements: 1)
        let error = try #require(throws: SpecificationError.self) {
            try ExperimentSpec(yaml: text, source: "tiny.yaml")
        }
        #expect(error.source == "tiny.yaml")
        #expect(error.field == mistake.field)
        #expect(error.line == mistake.line)
        #expect(error.why.contains(mistake.why))
        #expect(error.remedy.contains(mistake.remedy))
    }

    @Test(arguments: ["", "- a\n- b", "just words", "\u{0}"])
    func refusesWhatIsNoMapping(_ text: String) {
        #expect(throws: SpecificationError.self) { try ExperimentSpec(yaml: text, source: "x") }
    }

    @Test func aliasesCannotExplode() {
        var bomb = "a: &a0 [1, 1]\n"
        for level in 1...40 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(throws: SpecificationError.self) { try ExperimentSpec(yaml: bomb + TinyExperiment.yaml, source: "x") }
    }

    @Test func overridesReplaceFields() throws {
        let spec = try TinyExperiment.spec(
            "modulation.train=15", "net.0.DifferentiableLut.output_shape=[100]", "optimizer.Adam.learning_rate=0.5",
            "seed=9", "evaluate.train_set=true")
        #expect(spec.modulation?.train == 15)
        #expect(spec.net[0].values["output_shape"] == .plain(.shape([100])))
        #expect(spec.optimizer == OptimizerSpecification(OptimizerAdam.card, ["learning_rate": .number(0.5)]))
        #expect(spec.seed == 9)
        #expect(spec.evaluate.measuresTrainingSet)
    }

    @Test func writesOutWhatItRead() throws {
        let spec = try TinyExperiment.spec("modulation.train=15", "net.1.DifferentiableLut.seed=4")
        let again = try ExperimentSpec(yaml: spec.yaml, source: spec.source)
        #expect(again.modulation == spec.modulation)
        #expect(again.net.map(\.values) == spec.net.map(\.values))
        #expect(again.optimizer == spec.optimizer)
        #expect(again.epochs == spec.epochs)
    }

    @Test func overridesGiveBareNamesFields() throws {
        let bare = TinyExperiment.yaml.replacing("{ Adam: { learning_rate: 0.01 } }", with: "SGD")
        let override = try SpecificationOverride(parsing: "optimizer.SGD.learning_rate=0.25")
        let spec = try ExperimentSpec(yaml: bare, source: "x", overrides: [override])
        #expect(spec.optimizer == OptimizerSpecification(OptimizerSgd.card, ["learning_rate": .number(0.25)]))
    }

    @Test(arguments: [
        ("modulation.trian=15", "modulation.trian", "did you mean 'train'?"),
        ("net.7.DifferentiableLut.N=4", "net.7.DifferentiableLut.N", "count from 0 to 2"),
        ("name.x=1", "name.x", "name a field that holds others"),
        ("epochs=[", "epochs", "quote it"),
        ("epochs", "epochs", "modulation.train=15"),
        ("=3", "=3", "modulation.train=15"),
    ])
    func wrongOverridesNameThemselves(_ text: String, field: String, remedy: String) throws {
        let error = try #require(throws: SpecificationError.self) { try TinyExperiment.spec(text) }
        #expect(error.source == "--set")
        #expect(error.line == nil)
        #expect(error.field == field)
        #expect(error.remedy.contains(remedy))
    }

    @Test func nearestNamesAreNear() {
        #expect(NearestName.distance("kitten", "sitting") == 3)
        #expect(NearestName.distance("ab", "ba") == 1)
        #expect(NearestName.distance("", "abc") == 3)
        #expect(NearestName.suggestion(for: "batchsize", among: ["batch_size", "epochs"]) == "batch_size")
        #expect(NearestName.suggestion(for: "zzzzzz", among: ["batch_size", "epochs"]) == nil)
    }

    /// Every class of the table, with as few fields as it allows and with all of them, makes a layer.
    @Test(arguments: LayerRegistry.named.map(\.name))
    func everyLayerClassCanBeMade(_ name: String) throws {
        let layerClass = try #require(LayerRegistry.card(named: name))
        // Reduce has two ways to say how much it reduces, and needs one of them.
        let fewest = layerClass.fields.filter { $0.isRequired || (name == "Reduce" && $0.name == "integration_size") }
        for fields in [fewest, layerClass.fields] {
            let values = fields.filter {
                !["depth_modulation_size", "depth_integration_size", "from"].contains($0.name)
                    && (name != "BinaryModulation" || $0.name != "output_shape")
                    // Thresholds are drawn, or given.
                    && (name != "RealToBinary" || $0.name != "value_generator")
            }
            .map { field in
                switch field.name {
                case "output_shape": return "output_shape: [48]"
                case "input_range_hi", "hardtanh_max": return "\(field.name): 2"
                case "initializer": return "initializer: he"
                case "integration_size": return "integration_size: 1"
                case "filter_size": return "filter_size: 2"
                case "output_size": return "output_size: 1"
                case "init_model_name": return "init_model_name: student"
                default: return "\(field.name): \(field.kind.example)"
                }
            }
            let spec = try TinyExperiment.spec(
                "net.0.DifferentiableLut.output_shape=[3, 4, 4]",
                "net.1={\(name): {\(values.joined(separator: ", "))}}")
            let net = try #require(spec.makeNet(input: [36], output: [4]) as? BinaryModulation)
            // A block is a Sequential of the layers that it stands for.
            let made = name == "DifferentiableLutBlock" ? "Sequential" : name
            #expect(net.layer.children[1].modelName.hasPrefix(made))
        }
    }

    @Test func unknownExperimentsNameTheNearest() throws {
        let error = try #require(throws: BrainError.self) { try ExperimentSpec(named: "mnist-lut-tny") }
        #expect(error.remedy == "did you mean 'mnist-lut-tiny'?")
    }

    @Test func layersThatCannotBeConnectedNameTheirPlace() throws {
        let wrong = TinyExperiment.yaml.replacing("[24], name: middle", with: "[2, 2, 2], connection: depthwise")
        let spec = try ExperimentSpec(yaml: wrong, source: "tiny.yaml")
        let error = try #require(throws: SpecificationError.self) { try spec.makeNet(input: [1, 6, 6], output: [4]) }
        #expect(error.source == "tiny.yaml")
        #expect(error.line == 7)
        #expect(error.field == "net.1.DifferentiableLut")
        let set = try TinyExperiment.spec("net.2.DifferentiableLut.output_shape=[5]", "net.2.DifferentiableLut.N=6")
        #expect(throws: SpecificationError.self) { try set.makeNet(input: [1, 6, 6], output: [4]) }
    }
}
