import BinaryBrain
import Export

/// An export that somebody asks a session for: what to write, how, and where.
public struct ExportRequest: Sendable, Hashable, Codable {
    /// What to write.
    public var format: ExportFormat
    /// What the LUTs are written for.
    public var device = TargetDevice.generic
    /// A register behind every so many levels of LUTs.
    public var registers = 1
    /// The clock to be reached, in megahertz; nil for no wish.
    public var clock: Double?
    /// Cycles to the answer; nil for no wish.
    public var latency: Int?
    /// Whether thresholds, modulation, counters and the choice of the class are part of it.
    public var includesIO = false
    /// Whether pixels come in one after another even where no convolution asks for it.
    public var streamsPixels = false
    /// Which patterns of LUTs count; nil for all.
    public var care: CareChoice?
    /// What a stream is connected to; nil for `plain`.
    public var bus: ExportBus?
    /// Name of the module or function; nil for the experiment's.
    public var module: String?
    /// The bundle's folder; nil for one in the run's folder.
    public var path: String?

    /// An export in a format, with the defaults of `bbwb export`.
    public init(
        _ format: ExportFormat, device: TargetDevice = .generic, includesIO: Bool = false, streamsPixels: Bool = false,
        careThreshold: Int? = nil
    ) {
        care = careThreshold.map { CareChoice(threshold: $0) }
        self.format = format
        self.device = device
        self.includesIO = includesIO
        self.streamsPixels = streamsPixels
    }

    /// How the writers take it.
    var options: ExportOptions {
        var options = ExportOptions(
            moduleName: module, registerInterval: registers, clock: clock, latency: latency, device: device,
            includesIO: includesIO,
            streamsPixels: streamsPixels, care: care)
        options.bus = bus ?? .plain
        return options
    }

    /// A name for the bundle's folder that tells it from others of the same step.
    var folderName: String {
        ([format.rawValue] + (device == .generic ? [] : [device.rawValue]) + (includesIO ? ["with-io"] : [])
            + (streamsPixels ? ["stream"] : []) + (bus.map { ["bus-\($0.rawValue)"] } ?? [])
            + (care.map { ["care"] + ($0.threshold == 1 ? [] : [String($0.threshold)]) } ?? [])
            + (registers == 1 ? [] : ["registers-\(registers)"])
            + (clock.map { ["clock-\(Self.text($0))"] } ?? []) + (latency.map { ["latency-\($0)"] } ?? [])).joined(
                separator: "-")
    }
}

extension ExportRequest: CustomStringConvertible {
    /// `verilog --device xilinx --with-io`: what `init(parsing:)` reads.
    public var description: String {
        var words = [format.rawValue]
        if device != .generic { words += ["--device", device.rawValue] }
        if registers != 1 { words += ["--registers", String(registers)] }
        if let clock { words += ["--clock", Self.text(clock)] }
        if let latency { words += ["--latency", String(latency)] }
        if includesIO { words.append("--with-io") }
        if streamsPixels { words.append("--stream") }
        if let care { words += ["--care", "\(care)"] }
        if let bus { words += ["--bus", bus.rawValue] }
        if let module { words += ["--module", module] }
        if let path { words += ["--out", path] }
        return words.joined(separator: " ")
    }

    /// Reads a description: a format and options of `bbwb export`.
    /// - Throws: `BrainError` of kind `.command`.
    init(parsing words: ArraySlice<String>) throws {
        var rest = words
        guard let format = rest.popFirst() else { throw Self.unreadable("it names no format", "write export verilog") }
        self.init(try ExportFormat(parsing: format))
        while let option = rest.popFirst() {
            switch option {
            case "--with-io":
                includesIO = true
                continue
            case "--stream":
                streamsPixels = true
                continue
            default: break
            }
            guard
                ["--device", "--registers", "--clock", "--latency", "--bus", "--care", "--module", "--out"].contains(
                    option)
            else {
                throw Self.unreadable(
                    "there is no option '\(option)'",
                    "use --device, --registers, --clock, --latency, --with-io, --stream, --bus, --care, --module or --out"
                )
            }
            guard let value = rest.popFirst() else {
                throw Self.unreadable("\(option) lacks its value", "write export verilog \(option) VALUE")
            }
            try set(option, value)
        }
    }

    private mutating func set(_ option: String, _ value: String) throws {
        switch option {
        case "--device": device = try TargetDevice(parsing: value)
        case "--care": care = try CareChoice(parsing: value)
        case "--module": module = value
        case "--out": path = value
        case "--bus": bus = try ExportBus(parsing: value)
        case "--clock": clock = try ExportOptions.megahertz(parsing: value)
        case "--latency":
            guard let number = Int(value) else {
                throw Self.unreadable("'\(value)' is not a number of cycles", "write --latency 8")
            }
            latency = number
        default:
            guard let number = Int(value) else {
                throw Self.unreadable("'\(value)' is not a number of levels", "write --registers 1")
            }
            registers = number
        }
    }

    /// A clock in megahertz, as short as it can be.
    private static func text(_ clock: Double) -> String {
        clock == clock.rounded() ? String(Int(clock)) : String(clock)
    }

    private static func unreadable(_ why: String, _ remedy: String) -> BrainError {
        BrainError(.command, what: "command 'export'", why: why, remedy: remedy)
    }
}
