import BinaryBrain
import Netlist

/// A net on its way to hardware: its LUTs before and after simplification, and where its registers stand.
struct Circuit {
    /// Name of the module or function.
    let name: String
    /// What the net was called where it came from.
    let title: String
    let options: ExportOptions
    /// The LUTs as trained.
    let raw: Netlist
    /// The same for all inputs by fewer LUTs.
    let exact: Netlist
    /// What is written: the exact netlist, or what training data leave of it.
    let netlist: Netlist
    /// What they left, and of what; nil for the exact netlist.
    let care: CareFigures?
    /// The LUTs of each convolution, in order, then those of what comes behind them, where training data have left less of them;
    /// else empty.
    private(set) var reducedStages: [Netlist] = []
    /// What simplification removed.
    let simplification: SimplificationReport
    /// Where registers stand.
    let registers: DesignRegisters
    /// Those among its LUTs.
    let pipeline: Pipeline
    /// Names of the classes that the outputs stand for; empty if they stand for none.
    let classNames: [String]
    /// What the training images say about the inputs; nil where they are not known.
    var inputUse: InputUse?
    /// What was done to samples and targets before the net saw them; nil for nothing.
    var normalized: NormalizedNumbers?

    /// Takes a net apart.
    /// - Throws: `BrainError` for a layer that cannot become LUTs, or impossible options.
    init(_ net: any Model, title: String, classNames: [String], options: ExportOptions) throws {
        try self.init(Netlist(extracting: net), title: title, classNames: classNames, options: options)
    }

    /// A netlist as trained.
    /// - Throws: `BrainError` for impossible options.
    init(_ raw: Netlist, title: String, classNames: [String], options: ExportOptions) throws {
        try options.validate()
        self.init(
            raw, name: options.moduleName ?? SafeText.identifier(title), title: title, classNames: classNames,
            options: options)
    }

    /// A netlist as trained, under a name of the exporter's own making; that of the options does not count.
    /// - Parameter registers: where registers stand; nil for what the options say of this netlist.
    init(
        _ raw: Netlist, name: String, title: String, classNames: [String], options: ExportOptions,
        registers: DesignRegisters? = nil
    ) {
        self.name = name
        self.title = title
        self.options = options
        self.raw = raw
        (exact, simplification) = raw.simplifiedWithReport()
        netlist = exact
        care = nil
        let classNames = classNames.count == raw.decoding.shape.count ? classNames : []
        self.classNames = classNames
        self.registers = registers ?? DesignRegisters(options, netlist, hasClasses: !classNames.isEmpty)
        pipeline = Pipeline(netlist, spacing: self.registers.net)
    }

    /// A netlist that is written as it is, under the name and options of another circuit.
    init(asItIs netlist: Netlist, like other: Circuit) {
        name = other.name
        title = other.title
        options = other.options
        raw = netlist
        exact = netlist
        self.netlist = netlist
        care = nil
        simplification = other.simplification
        registers = other.registers
        pipeline = Pipeline(netlist, spacing: registers.net)
        classNames = other.classNames
    }

    /// The circuit with a netlist that answers like its own on what training data show.
    init(_ other: Circuit, reduced netlist: Netlist, _ care: CareFigures?, stages: [Netlist] = []) {
        reducedStages = stages
        name = other.name
        title = other.title
        options = other.options
        raw = other.raw
        exact = other.exact
        self.netlist = netlist
        self.care = care
        simplification = other.simplification
        classNames = other.classNames
        // A clock or a latency that was asked for is met by other places where there are fewer levels.
        registers = DesignRegisters(options, netlist, hasClasses: !classNames.isEmpty)
        pipeline = Pipeline(netlist, spacing: registers.net)
        inputUse = other.inputUse
        normalized = other.normalized
    }

    /// Name of the module that holds the LUTs alone.
    var coreName: String { options.includesIO ? "\(name)_core" : name }
    /// Bit frames that an image becomes.
    var framesPerImage: Int { netlist.encoding.frameModulationSize }
    /// Numbers that leave the net for an image.
    var numberCount: Int { netlist.decoding.shape.count }
    /// Output bits that are counted together.
    var bitsPerNumber: Int { netlist.outputs.count / numberCount }
    /// The largest count of ones that a number can have.
    var largestCount: Int { bitsPerNumber * framesPerImage }
    /// Whether the largest number names a class.
    var isClassifier: Bool { !classNames.isEmpty }
    /// Whether a LUT is an instance of a primitive of the device.
    var usesPrimitives: Bool { options.device == .xilinx }
    /// Input counts of the LUTs that are instances of primitives.
    var primitiveSizes: [Int] {
        usesPrimitives ? Set(netlist.luts.map(\.inputs.count)).subtracting([0]).sorted() : []
    }
}
