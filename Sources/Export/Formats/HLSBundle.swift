import BinaryBrain

/// The bundle of a C++ function for high-level synthesis.
struct HLSBundle: BundleWriter {
    let circuit: Circuit

    func files(_ vectors: VectorSet) throws -> ExportBundle {
        let widest = max(circuit.netlist.inputCount, circuit.netlist.outputs.count)
        guard widest <= HLSWriter.largestWidth else {
            throw BrainError(
                .parameter, what: "HLS of \(circuit.name)",
                why: "a frame has \(widest) bits, and the vendor's ap_uint holds \(HLSWriter.largestWidth)",
                remedy: "use a smaller depth modulation, or export Verilog or C")
        }
        let writer = HLSWriter(circuit, takesPixels: vectors.pixels != nil)
        let name = circuit.name
        var bundle = ExportBundle()
        bundle.add("\(name).hpp", writer.header)
        bundle.add("\(name).cpp", writer.source)
        let read = VectorWords.make(vectors)
        bundle.add("test/\(name)_tb.cpp", HLSTestbench(circuit: circuit, vectors: vectors, files: read).source)
        bundle.add("stand_in/ap_int.h", BitVectorStandIn.source)
        bundle.files += read
        bundle.add("Makefile", makefile)
        bundle.add("vitis.tcl", vitisScript)
        bundle.add("report.txt", ReportWriter(circuit: circuit).software)
        bundle.add(
            "io.md",
            InterfaceDocument(circuit: circuit).software(
                test: """
                    `make test` compiles the functions with a plain compiler and compares `\(name)` with the netlist's \
                    output bits for \(vectors.frameCount.grouped) frames\(vectors.pixels == nil ? "" : classes); `stand_in/ap_int.h` then takes the place of the vendor's types. \
                    `make clean test AP_TYPES=FOLDER` does the same with the vendor's own `ap_int.h`; `vitis.tcl` has \
                    Vitis HLS run the same testbench and synthesise the function.
                    """, takesPixels: vectors.pixels != nil))
        return bundle
    }

    private var classes: String {
        ", and `\(circuit.name)_classify` with its counts and classes of the same images"
    }

    private var makefile: String {
        let name = circuit.name
        return """
            # `make test` compares \(name).cpp with the netlist, by a plain compiler. Run it in this folder.
            CXXFLAGS ?= -O2
            CXXFLAGS += -std=c++11 -Wall -Wextra -Wno-unknown-pragmas

            # The folder of ap_int.h: a stand-in for what the test needs of it. With the vendor's own types:
            #     make clean test AP_TYPES=$XILINX_HLS/include
            AP_TYPES ?= stand_in

            .PHONY: test clean

            test: build/test
            	build/test

            build/test: test/\(name)_tb.cpp \(name).cpp \(name).hpp
            	mkdir -p build
            	$(CXX) $(CXXFLAGS) -isystem $(AP_TYPES) -o $@ test/\(name)_tb.cpp \(name).cpp

            clean:
            	rm -rf build

            """
    }

    private var vitisScript: String {
        let name = circuit.name
        return """
            # Simulates and synthesises \(name).cpp. Run it in this folder:
            #     vitis-run --mode hls --tcl vitis.tcl      (since 2023.2)
            #     vitis_hls -f vitis.tcl                    (before)

            # \(name) takes a frame of bits a cycle; \(name)_classify takes images of pixels.
            set top \(name)

            open_project -reset build_vitis
            set_top $top
            add_files \(name).cpp
            # The testbench and what it reads.
            add_files -tb test/\(name)_tb.cpp
            foreach file [glob test/*.bin] { add_files -tb $file }

            open_solution -reset -flow_target vivado solution1
            # Your device and your clock in nanoseconds; registers go where the tool needs them for it.
            set_part xc7z020clg400-1
            create_clock -period 5

            csim_design
            csynth_design
            # The Verilog in the same testbench, and an IP for Vivado: both take their time.
            # cosim_design
            # export_design -format ip_catalog
            exit

            """
    }

    let proofStages: [(String, Double)] = [("compiling the C++", 4)]

    let limits = [
        "the vendor's own types (make clean test AP_TYPES=FOLDER); these were compiled with bbwb's stand-in for ap_int.h",
        "Vitis HLS: what it makes of the C++ (vitis.tcl), its latency and its size",
    ]

    func prove(
        in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter
    ) throws -> [ExportBundle.File] {
        try meter.next()
        try proof.check("The C++ answers like the netlist.") {
            try CompiledProof.cPlusPlus(runner).run()
        }
        return []
    }
}
