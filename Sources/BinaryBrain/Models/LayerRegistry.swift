import Foundation

/// The classes of layers that files, commands and screens know.
public enum LayerRegistry {
    /// The classes of this package, in the order of tables: one line for each.
    static let builtIn: [LayerCard] = [
        DifferentiableLut.card, StochasticLut.card, BinaryLut.card, AverageLut.card, MaxLut.card,
        MicroMlp.card, MicroMlpAffine.card, DifferentiableLutDiscrete.card, Sequential.differentiableLutBlockCard,
        RealToBinary.card, BinaryToReal.card, BitEncode.card, InsertBitError.card,
        DenseAffine.card, BatchNormalization.card, StochasticBatchNormalization.card, Dropout.card,
        DenseAffineQuantize.card, DepthwiseDenseAffine.card, DepthwiseDenseAffineQuantize.card, BinaryDenseAffine.card,
        ReLU.card, Sigmoid.card, HardTanh.card, Binarize.card, Softmax.card,
        Reduce.card, GroupSum.card, Shuffle.card, Concatenate.card,
        Convolution2d.card, MaxPooling.card, StochasticMaxPooling.card, UpSampling.card,
        Switcher.card, Sequential.card, BinaryModulation.card, ConvolutionIm2Col.card, ConvolutionCol2Im.card,
    ]

    /// What is known, and what follows from it.
    struct Contents: Sendable {
        private(set) var cards: [LayerCard] = []
        private(set) var decoders: [String: ObjectDecoder] = [:]
        private(set) var versions: [String: ClosedRange<Int>] = [:]
        private(set) var versionsOfCheckpoints: [String: Int] = [:]

        init(_ cards: [LayerCard]) { for card in cards { add(card) } }

        mutating func add(_ card: LayerCard) {
            cards.append(card)
            guard let file = card.file else { return }
            decoders.merge(file.decoders) { first, _ in first }
            versions[file.level] = file.versions
            versionsOfCheckpoints[file.level] = file.versionOfCheckpoints
        }
    }

    private static let lock = NSLock()
    nonisolated(unsafe) private static var known = Contents(builtIn)

    /// What is known now.
    static var contents: Contents { lock.withLock { known } }

    /// Every class, those of this package first.
    public static var cards: [LayerCard] { contents.cards }

    /// The classes that experiment files can name.
    public static var named: [LayerCard] { cards.filter { $0.insteadOfFields == nil } }

    /// The class of this name.
    public static func card(named name: String) -> LayerCard? { cards.first { $0.name == name } }

    /// Makes a class of another package known: to experiment files, model files and checkpoints, from now on.
    /// - Throws: `BrainError` if there is a class of this name, or one of its object names is taken.
    public static func register(_ card: LayerCard) throws {
        try lock.withLock {
            let isTaken = known.cards.contains { $0.name == card.name }
            let object = card.file?.decoders.keys.sorted().first { known.decoders[$0] != nil }
            let level = card.file.map(\.level).flatMap { level in
                FileVersions.common[level] != nil || known.versions[level] != nil ? level : nil
            }
            guard !isTaken, object == nil, level == nil else {
                throw BrainError(
                    .usage, what: "registering the layer class \(card.name)",
                    why: isTaken
                        ? "a class has this name already"
                        : "another class has the object name \(object ?? level ?? "") in files",
                    remedy: "choose another name, and register each class once")
            }
            known.add(card)
        }
    }

    /// The decoder of each object name, such as `DifferentiableLut6_fp32_fp32`.
    static var decoders: [String: ObjectDecoder] { contents.decoders }

    /// Names of the classes in files, without element types, in alphabetical order.
    static var classNames: [String] { Set(decoders.keys.map { String($0.prefix { $0 != "_" }) }).sorted() }
}
