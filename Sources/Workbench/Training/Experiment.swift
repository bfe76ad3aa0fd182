import BinaryBrain
import Foundation

/// An experiment in progress: the net, what trains it, and every number that a checkpoint keeps.
final class Experiment {
    /// What is trained; its number of epochs may grow.
    var spec: ExperimentSpec
    let data: ExperimentData
    let net: any Model
    /// The layers that a person sees and addresses by number: the leaves of the net, without the modulation around it.
    var layers: [any Model] { net.withinModulation.leaves }
    let trainer: Trainer
    /// Who it learns from beside the data; nil for nobody.
    private let teacher: Teacher?
    /// The files that the experiment names.
    let files: ReferenceFiles
    var order: BatchOrder
    var progress = Progress()
    var course = TrainingCourse()
    var histories = Histories()
    var steering: [SessionEvent] = []
    /// Bytes that crossed between the device in use and the processor in the last mini-batch; nil without a device.
    private(set) var deviceBytes: Int?

    /// Step 0: everything is drawn from the experiment's seed.
    init(spec: ExperimentSpec, data: ExperimentData, files: ReferenceFiles = ReferenceFiles()) throws {
        self.spec = spec
        self.data = data
        self.files = files
        net = try spec.makeNet(input: data.inputShape, output: data.targetShape, readNet: files.net(of:))
        try data.fitThresholds(of: net)
        if let initial = spec.initial { try initial.apply(files.model(of: initial.file), to: net) }
        (trainer, teacher) = try spec.makeTrainer(of: net, files)
        order = BatchOrder(sampleCount: data.train.count, seed: spec.seed)
        try requireWholeSamples()
        try spec.augmentation.requireImages(data.inputShape)
        progress.batchSize = spec.batchSize
        if let modulation = spec.modulation {
            progress.method = modulation.method
            progress.trainModulation = modulation.train
            progress.testModulation = modulation.test
        }
        try checkBatchSize(spec.batchSize)
    }

    /// Goes on from a checkpoint; throws, and touches nothing, unless all of it fits this experiment and its data.
    init(
        _ checkpoint: Checkpoint, spec: ExperimentSpec, data: ExperimentData, path: String,
        files: ReferenceFiles = ReferenceFiles()
    ) throws {
        func misfit(_ why: String) -> BrainError { .damagedCheckpoint(path, why) }
        self.spec = spec
        self.data = data
        self.files = files
        net = try checkpoint.makeNet(seed: spec.seed, path: path)
        let expected = try spec.makeNet(input: data.inputShape, output: data.targetShape, readNet: files.net(of:))
        guard net.signature == expected.signature else { throw misfit("its net is not the one of its experiment") }
        progress = checkpoint.progress
        course = checkpoint.course
        histories = checkpoint.histories
        steering = checkpoint.steering
        order = checkpoint.order
        guard order.permutation.count == data.train.count else {
            throw misfit(
                "it has seen \(order.permutation.count) training images, and the data set has \(data.train.count)")
        }
        guard checkpoint.preparation == data.dataset.preparation else {
            throw misfit("its samples were normalised differently: the data set has changed since")
        }
        (trainer, teacher) = try spec.makeTrainer(of: net, files)
        try trainer.optimizer.restore(checkpoint.optimizer)
        try checkBatchSize(progress.batchSize)
        if let why = checkpoint.contradiction { throw misfit(why) }
        try requireMemory(batchSize: progress.batchSize)
    }

    /// The whole state, as a value: the same bytes whether or not somebody has watched.
    func checkpoint() throws -> Checkpoint {
        try settle()
        return Checkpoint(
            net: Array(try ModelFile.encodeForCheckpoint(net)), modelStates: try ModelStates.of(net),
            optimizer: try trainer.optimizerStateForNextStep(), order: order, specification: spec.yaml,
            progress: progress, histories: histories, steering: steering, course: course, sampleRange: data.sampleRange,
            preparation: data.dataset.preparation, columns: data.dataset.columns)
    }

    /// The net as it is now, for another thread.
    func netImage() throws -> NetImage {
        NetImage(
            net: Array(try ModelFile.encodeForCheckpoint(net)), modelStates: try ModelStates.of(net), progress: progress
        )
    }

    /// The net without the modulation around it: its leaves are the layer table.
    var body: any Model { net.withinModulation }

    /// Does now what the next forward begins with: LUT layers clamp what the optimizer has moved out of range, and the
    /// modulation takes the size of a test. Training continues with the same bits either way.
    private func settle() throws {
        let state = RandomState(of: net)
        defer { state.restore() }
        _ = try net.forward(data.batch(of: data.train, samples: [0]).input, train: false)
        net.clear()
    }

    /// What the net does with the data that was hardly meant; see `NetCautions`.
    func cautions() throws -> [String] {
        let samples = ExperimentData.spread(4, over: data.train.count)
        let batch = try data.batch(of: data.train, samples: samples[...])
        return try NetCautions(of: net, samples: batch.input).sentences + testSampleCautions
    }

    /// Whether test samples mean something else than the training samples.
    private var testSampleCautions: [String] {
        do {
            let source = "the test samples of \(data.dataset.name)"
            return try data.sampleRange.caution(about: data.test.values, from: source, isStrict: false).map { [$0] }
                ?? []
        } catch {
            return [String(describing: error)]
        }
    }

    /// Mini-batches that the present epoch has, by the present batch size.
    var stepsPerEpoch: Int { progress.stepInEpoch + order.remainingBatches(of: progress.batchSize) }

    /// Frames that one image becomes in training.
    var framesPerImage: Int {
        guard let modulation = net.modulation, modulation.realToBinary.isBinary == true else { return 1 }
        return modulation.trainingModulationSize
    }

    /// Throws unless a mini-batch of this size can be taken from the training set.
    func checkBatchSize(_ size: Int) throws {
        guard (1...max(1, data.train.count)).contains(size) else {
            throw BrainError(
                .parameter, what: "batch_size", why: "\(size) images cannot be taken from \(data.train.count)",
                remedy: "choose 1 to \(data.train.count)")
        }
    }

    /// Throws unless this machine's memory holds what the net needs with such mini-batches and this modulation.
    func requireMemory(batchSize: Int, train: Int? = nil, test: Int? = nil) throws {
        let moments = spec.optimizer.make().momentsPerParameter
        for use in [
            NetMemory.Use(images: batchSize, momentsPerParameter: moments, isTraining: true, modulation: train),
            NetMemory.Use(images: spec.evaluate.batchSize, isTraining: false, modulation: test),
        ] {
            try NetMemory(of: net, use).requireFits(
                "this net with these settings", remedy: "choose a smaller batch size or modulation")
        }
    }

    /// Throws if the net answers with more frames than it is asked with.
    private func requireWholeSamples() throws {
        // A number of frames that no lowering divides by accident.
        let asked = 1009
        let answered = net.series.reduce(asked) { $1.frameCount(after: $0) }
        guard answered > asked else { return }
        throw BrainError(
            .shape, what: "the net of \(spec.name)",
            why: "a sample becomes \(answered / asked) frames, and nothing makes them one again",
            remedy:
                "end with ConvolutionCol2Im what begins with ConvolutionIm2Col, and with BinaryToReal what begins with "
                + "RealToBinary")
    }

    /// Trains one mini-batch, which the epoch must still have.
    /// - Parameter stop: what may cut it short; nil for nothing, which saves remembering the state of before.
    /// - Throws: `WorkStopped`, and everything is as before, if it was cut short.
    func trainMiniBatch(until stop: StopToken? = nil) throws {
        guard let stop else { return try trainWholeMiniBatch() }
        let undo = ForwardUndo(of: net)
        let orderBefore = order
        do {
            try stop.within { try trainWholeMiniBatch() }
        } catch let stopped as WorkStopped {
            undo.restore()
            order = orderBefore
            throw stopped
        }
    }

    private func trainWholeMiniBatch() throws {
        defer { teacher?.forget() }
        let regrowth = try dueRegrowth()
        if let regrowth { try teacher?.teach(regrowth.input, target: regrowth.target) }
        guard let samples = order.next(progress.batchSize) else {
            preconditionFailure("the epoch has a mini-batch left")
        }
        let (x, t) = try data.trainingBatch(samples, spec.augmentation, seed: spec.seed, step: progress.step)
        var ahead = order
        if let next = ahead.next(progress.batchSize) {
            data.prepareTrainingBatch(next, spec.augmentation, seed: spec.seed, step: progress.step + 1)
        }
        try teacher?.teach(x, target: t)
        let crossed = BrainSystem.deviceTraffic
        let result = try atScheduledRate { try trainer.step(x, t, after: regrowth) }
        deviceBytes = BrainSystem.deviceTraffic.flatMap { now in
            crossed.map { now.toDevice + now.toHost - $0.toDevice - $0.toHost }
        }
        progress.step += 1
        progress.stepInEpoch += 1
        progress.imageCount += samples.count
        progress.lossSum += result.loss * Double(samples.count)
        progress.metricSum += result.metric * Double(samples.count)
        histories.trainLoss.append(step: progress.step, value: Float(result.loss))
        histories.trainMetric.append(step: progress.step, value: Float(result.metric))
        progress.awaitsEvaluation = order.remainingBatches(of: progress.batchSize) == 0
    }

    /// Closes a measured epoch and shuffles for the next.
    func finishEpoch(heldOut: JournalRecord.Measurement) {
        course.noteEpoch(heldOut: heldOut, spec)
        progress.epoch += 1
        progress.stepInEpoch = 0
        progress.awaitsEvaluation = false
        progress.lossSum = 0
        progress.metricSum = 0
        progress.imageCount = 0
        order.startEpoch()
    }
}

extension ExperimentSpec {
    /// What trains a net, and the teacher if there is one.
    fileprivate func makeTrainer(of net: any Model, _ files: ReferenceFiles) throws -> (Trainer, Teacher?) {
        var loss = self.loss.make()
        var teacher: Teacher?
        if let distillation {
            let combined = LossDistillation(
                loss, temperature: Float(distillation.temperature), weight: Float(distillation.weight))
            teacher = try Teacher(distillation, combined, student: net, files)
            loss = combined
        }
        let trainer = try Trainer(net: net, loss: loss, metrics: metrics.make(), optimizer: optimizer.make())
        return (trainer, teacher)
    }
}

extension Model {
    /// Classes and shapes of this model and all inside it: two models with the same signature can stand for each other. A
    /// Switcher counts with all its models, whichever is in use.
    var signature: [String] {
        let wires = learnedLut?.wires.map { " \($0.settings)" } ?? ""
        return ["\(objectName) \(name ?? "") \(inputShape) \(outputShape)\(wires)"]
            + childrenInUseOrNot.flatMap(\.signature)
    }
}
