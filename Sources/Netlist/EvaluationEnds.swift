import BinaryBrain

/// Where the frames of an evaluation come from.
enum EvaluationSource {
    case bits(FrameBuffer)
    case reals(FrameBuffer)
    /// Bytes, frame after frame, and the smallest that give a one, at the places of the thresholds.
    case pixels(UnsafePointer<UInt8>, frameCount: Int, limits: [Int])
    /// Numbers, frame after frame.
    case numbers(UnsafePointer<Float>, frameCount: Int, ThresholdRanking)
    /// Bits, each frame in whole bytes.
    case rows(UnsafePointer<UInt8>, frameCount: Int, isBigEndian: Bool)

    var frameCount: Int {
        switch self {
        case .bits(let x), .reals(let x): x.frameCount
        case .pixels(_, let count, _), .numbers(_, let count, _), .rows(_, let count, _): count
        }
    }
}

/// What becomes of the outputs.
enum EvaluationDestination {
    case bits(FrameBuffer)
    case reals(FrameBuffer)
    case averages(FrameBuffer, [Float])
    case classes(UnsafeMutablePointer<Int32>)
    case counts(UnsafeMutablePointer<UInt32>)
}

/// The thresholds that all numbers share, in ascending order: how many of them a number reaches tells all of its bits.
struct ThresholdRanking {
    /// The thresholds, each once.
    let thresholds: [Float]
    /// The smallest rank that gives a one, at the place of its threshold.
    let limits: [Int]

    /// Nil if numbers have thresholds of their own, or there are more than a byte counts.
    init?(_ encoding: InputEncoding) {
        let sorted = Set(encoding.thresholds.filter { !$0.isNaN }).sorted()
        guard !encoding.hasOwnThresholds, sorted.count <= Int(UInt8.max) else { return nil }
        thresholds = sorted
        let places = Dictionary(sorted.enumerated().map { ($1, $0 + 1) }) { first, _ in first }
        // Nothing reaches what is not a number.
        limits = encoding.thresholds.map { places[$0] ?? Int(UInt8.max) + 1 }
    }
}
