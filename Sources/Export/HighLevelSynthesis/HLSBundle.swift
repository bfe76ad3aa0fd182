/// The bundle of a C++ function for high-level synthesis.
struct HLSBundle: BundleWriter {
    let circuit: Circuit

    func files(_ vectors: VectorSet) throws -> ExportBundle {
        let writer = HLSWriter(circuit)
        let name = circuit.name
        var bundle = ExportBundle()
        bundle.add("\(name).hpp", writer.header)
        bundle.add("\(name).cpp", writer.source)
        bundle.add("test/\(name)_tb.cpp", HLSTestbench(circuit: circuit, vectors: vectors).source)
        bundle.add("test/ap_int.h", BitVectorStandIn.source)
        bundle.files += VectorWords.make(vectors)
        bundle.add("Makefile", makefile)
        bundle.add("vitis.tcl", vitisScript)
        bundle.add("report.txt", ReportWriter(circuit: circuit).software)
        bundle.add("io.md", InterfaceDocument(circuit: circuit).software)
        return bundle
    }

    private var makefile: String {
        let name = circuit.name
        return """
            # Tests \(name).cpp with a plain compiler; vitis_hls -f vitis.tcl synthesises it. Run it in this folder.
            CXXFLAGS ?= -O2
            CXXFLAGS += -std=c++11 -Wall -Wextra -Wno-unknown-pragmas

            .PHONY: test clean

            test: build/test
            	build/test

            # test/ap_int.h stands in for the vendor's header.
            build/test: test/\(name)_tb.cpp \(name).cpp \(name).hpp test/ap_int.h
            	mkdir -p build
            	$(CXX) $(CXXFLAGS) -I. -Itest -o $@ test/\(name)_tb.cpp \(name).cpp

            clean:
            	rm -rf build

            """
    }

    private var vitisScript: String {
        let name = circuit.name
        let period = circuit.clockEstimate.period.fixed(2)
        return """
            # vitis_hls -f vitis.tcl
            open_project -reset build_vitis
            set_top \(name)
            add_files \(name).cpp
            add_files -tb test/\(name)_tb.cpp
            add_files -tb test
            open_solution -reset solution1
            set_part xc7z020clg400-1
            create_clock -period \(period)
            csim_design
            csynth_design

            """
    }

    let proofStages: [(String, Double)] = [("compiling the C++", 4)]

    func prove(in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter) throws {
        try meter.next()
        try proof.check("The C++ answers like the netlist.") {
            try CompiledProof(runner: runner, compiler: "g++").run()
        }
    }
}
