import BinaryBrain

/// How a net is written as hardware or software.
public struct ExportOptions: Sendable, Hashable {
    /// Name of the module or function; nil takes it from the net's name.
    public var moduleName: String?
    /// A register behind every so many levels of LUTs: 1 is the fastest clock, 0 leaves the whole net combinational.
    public var registerInterval: Int
    /// What the LUTs are written for.
    public var device: TargetDevice
    /// Whether thresholds, modulation, counters and the choice of the class are part of the hardware.
    public var includesIO: Bool
    /// Whether pixels come in one after another even where no convolution asks for it: few pins, a frame in as many cycles
    /// as it has pixels. Hardware only.
    public var streamsPixels: Bool
    /// Images of the test set that become vectors of the testbench, at most.
    public var vectorCount: Int
    /// Whether images are made and put before them, so that every entry of every table is shown that an input can show. The
    /// search takes seconds; nil is with a proof only.
    public var choosesVectors: Bool?
    /// Which patterns of LUTs count; nil for all, and so the same outputs for all inputs.
    public var care: CareChoice?

    /// Options; the defaults are those of `bbwb export`.
    public init(
        moduleName: String? = nil, registerInterval: Int = 1, device: TargetDevice = .generic, includesIO: Bool = false,
        streamsPixels: Bool = false, vectorCount: Int = 1000, choosesVectors: Bool? = nil, care: CareChoice? = nil
    ) {
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
        guard format != .verilog else { return }
        let hardware = [
            ("--registers", registerInterval != 1), ("--device", device != .generic), ("--with-io", includesIO),
            ("--stream", streamsPixels),
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
        guard vectorCount > 0 else {
            throw BrainError(
                .parameter, what: "vectors \(vectorCount)", why: "a testbench needs at least one",
                remedy: "choose 1 or more")
        }
    }
}
