/// A stream of thresholds for RealToBinary (the original's ValueGenerator), reproducible from its seed.
///
/// `EncoderRegistry` lists the classes; another package registers its own.
public protocol ValueGenerator: AnyObject, SendableMetatype {
    /// Its name and fields in experiment files. Without fields it is what `modulation_method` with its name chooses.
    static var card: TrainingCard<any ValueGenerator> { get }
    /// Name of the class in files.
    static var objectName: String { get }
    /// First parameter (lower bound or mean), second (upper bound or deviation), and the seed, as files hold them.
    var configuration: (first: Float, second: Float, seed: UInt64) { get }
    /// A stream from its beginning, of what files hold.
    init(first: Float, second: Float, seed: UInt64)
    /// The next value.
    func next() -> Float
    /// Everything that the next values depend on.
    var state: [UInt64] { get }
    /// Goes on from a saved state; false if the words cannot be one.
    func restore(_ state: [UInt64]) -> Bool
}

extension ValueGenerator {
    /// Name in files.
    public var objectName: String { Self.objectName }

    /// The same stream from its beginning, as files hold it.
    public func restarted() -> any ValueGenerator {
        let (first, second, seed) = configuration
        return Self(first: first, second: second, seed: seed)
    }
}
