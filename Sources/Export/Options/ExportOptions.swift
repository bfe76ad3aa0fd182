import BinaryBrain

/// How a net is written as hardware or software.
public struct ExportOptions: Sendable, Hashable {
    /// Name of the module or function; nil takes it from the net's name.
    public var moduleName: String?
    /// A register behind every so many levels of LUTs: 1 is the fastest clock, 0 leaves the whole net combinational.
    public var registerInterval: Int
    /// The clock to be reached, in megahertz: as few registers as the rule for the part allows. It takes the place of
    /// `registerInterval`; nil for no wish.
    public var clock: Double?
    /// The cycles from the last of an image's inputs to its answer: as many registers, where they help most. It takes the place
    /// of `registerInterval`; nil for no wish.
    public var latency: Int?
    /// What the LUTs are written for.
    public var device: TargetDevice
    /// Whether thresholds, modulation, counters and the choice of the class are part of the hardware.
    public var includesIO: Bool
    /// Whether pixels come in one after another even where no convolution asks for it: few pins, a frame in as many cycles
    /// as it has pixels. Hardware only.
    public var streamsPixels: Bool
    /// What a stream is connected to; AXI makes it a stream of pixels.
    public var bus = ExportBus.plain
    /// Images of the test set that become vectors of the testbench, at most.
    public var vectorCount: Int
    /// Whether images are made and put before them, so that every entry of every table is shown that an input can show. The
    /// search takes seconds; nil is with a proof only.
    public var choosesVectors: Bool?
    /// Which patterns of LUTs count; nil for all, and so the same outputs for all inputs.
    public var care: CareChoice?
    /// Whether the design is placed and routed, which takes minutes, and its clock is put into the report.
    public var isPlaced = false

    /// Options; the defaults are those of `bbwb export`.
    public init(
        moduleName: String? = nil, registerInterval: Int = 1, clock: Double? = nil, latency: Int? = nil,
        device: TargetDevice = .generic, includesIO: Bool = false, streamsPixels: Bool = false, vectorCount: Int = 1000,
        choosesVectors: Bool? = nil, care: CareChoice? = nil
    ) {
        self.clock = clock
        self.latency = latency
        self.choosesVectors = choosesVectors
        self.care = care
        self.moduleName = moduleName
        self.registerInterval = registerInterval
        self.device = device
        self.includesIO = includesIO
        self.streamsPixels = streamsPixels
        self.vectorCount = vectorCount
    }

    /// - Throws: `BrainError` for what `validate()` finds, and for an option of hardware where something else is written.
    public func validate(for format: ExportFormat) throws {
        try validate()
        if format == .vhdl, let moduleName {
            guard !moduleName.contains("__"), moduleName.last != "_", !ReservedWords.areSignals(moduleName.lowercased())
            else {
                throw BrainError(
                    .parameter, what: "module name '\(moduleName)'",
                    why: "it is no identifier of VHDL, or a signal's name",
                    remedy: "use single _ between letters and digits, and another name than that of a signal")
            }
        }
        guard format != .verilog else { return }
        let registers = [
            ("--registers", registerInterval != 1), ("--clock", clock != nil), ("--latency", latency != nil),
            ("--device", device != .generic),
        ]
        // The LUTs of VHDL have registers, too.
        let hardware =
            (format == .vhdl ? [] : registers) + [
                ("--with-io", includesIO), ("--stream", streamsPixels),
                ("--place", isPlaced), ("--bus", bus != .plain),
            ]
        guard let (option, _) = hardware.first(where: { $0.1 }) else { return }
        throw BrainError(
            .parameter, what: "\(option) with \(format.rawValue)", why: "it says how Verilog is written",
            remedy: "leave it out, or export to verilog")
    }

    /// - Throws: `BrainError` unless the module name is an identifier and the numbers are in their ranges.
    public func validate() throws {
        if let moduleName, !SafeText.isIdentifier(moduleName) {
            throw BrainError(
                .parameter, what: "module name '\(SafeText.comment(moduleName))'",
                why: "it is not an identifier in both Verilog and C",
                remedy: "use letters, digits and _, beginning with a letter, and no word of these languages")
        }
        guard (0...1000).contains(registerInterval) else {
            throw BrainError(
                .parameter, what: "registers \(registerInterval)", why: "it is not a number of levels",
                remedy: "choose 1 (a register behind each level) or more, or 0 for none")
        }
        try validateWishes()
        guard !isPlaced || device.isRoutable else {
            throw BrainError(
                .parameter, what: "--place with --device \(device.rawValue)", why: "no open tool routes for it",
                remedy: "choose --device ice40 or ecp5")
        }
        guard vectorCount > 0 else {
            throw BrainError(
                .parameter, what: "vectors \(vectorCount)", why: "a testbench needs at least one",
                remedy: "choose 1 or more")
        }
    }

    /// Whether pixels come in one after another.
    var isStream: Bool { streamsPixels || bus == .axi }

    private func validateWishes() throws {
        let wishes = [
            ("--registers", registerInterval != 1), ("--clock", clock != nil), ("--latency", latency != nil),
        ].filter(\.1).map(\.0)
        guard wishes.count < 2 else {
            throw BrainError(
                .parameter, what: wishes.joined(separator: " with "), why: "each says where registers stand",
                remedy: "give one of them")
        }
        if let clock, !(1...2000).contains(clock) {
            throw BrainError(
                .parameter, what: "clock \(clock) MHz", why: "it is no clock of a part",
                remedy: "choose 1 MHz to 2000 MHz, such as 250MHz")
        }
        if let latency, !(0...10000).contains(latency) {
            throw BrainError(
                .parameter, what: "latency \(latency)", why: "it is not a number of cycles that a design can take",
                remedy: "choose 0 to 10000")
        }
    }

    /// A clock such as `250MHz`, `250` (megahertz) or `0.2GHz`, in megahertz.
    /// - Throws: `BrainError` for anything else.
    public static func megahertz(parsing text: String) throws -> Double {
        let match = text.wholeMatch(of: /(\d+(?:\.\d+)?) *([kMG]?Hz)?/.ignoresCase())
        let factors = ["khz": 1e-3, "mhz": 1, "ghz": 1e3]
        guard let match, let number = Double(match.1), let factor = factors[(match.2 ?? "MHz").lowercased()] else {
            throw BrainError(
                .parameter, what: "clock '\(SafeText.comment(text))'", why: "it is not a frequency",
                remedy: "write it like 250MHz")
        }
        return number * factor
    }
}
