/// The bundle of a C file.
struct CBundle: BundleWriter {
    let circuit: Circuit

    func files(_ vectors: VectorSet) throws -> ExportBundle {
        let writer = CWriter(circuit, takesPixels: vectors.pixels != nil)
        let name = circuit.name
        var bundle = ExportBundle()
        bundle.add("\(name).h", writer.header)
        bundle.add("\(name).c", writer.source)
        let read = VectorWords.make(vectors)
        bundle.add("test/\(name)_test.c", CTestWriter(circuit: circuit, vectors: vectors, files: read).source)
        bundle.files += read
        bundle.add("Makefile", makefile)
        bundle.add("report.txt", ReportWriter(circuit: circuit).software)
        bundle.add(
            "io.md",
            InterfaceDocument(circuit: circuit).software(
                test: """
                    `make test` compiles the functions and compares `\(name)_evaluate` with the netlist's output bits \
                    for \(vectors.frameCount.grouped) frames\(vectors.pixels == nil ? "" : classes). \
                    `make bench` measures what there is on one thread.
                    """, takesPixels: vectors.pixels != nil))
        return bundle
    }

    private var classes: String {
        ", and `\(circuit.name)_count` and `\(circuit.name)_classify` with its counts and classes of the same images"
    }

    private var makefile: String {
        let name = circuit.name
        return """
            # Run it in this folder: `make test` compares \(name).c with the netlist, `make bench` measures it.
            CFLAGS ?= -O2 -march=native
            CFLAGS += -std=c99 -Wall -Wextra -pedantic

            .PHONY: test bench clean

            test: build/test
            	build/test

            bench: build/test
            	build/test bench

            build/test: test/\(name)_test.c \(name).c \(name).h
            	mkdir -p build
            	$(CC) $(CFLAGS) -o $@ test/\(name)_test.c \(name).c

            clean:
            	rm -rf build

            """
    }

    let proofStages: [(String, Double)] = [("compiling the C", 4)]

    let limits = ["other compilers, flags and processors than these"]

    func prove(
        in runner: ToolRunner, _ proof: inout ProofReport, _ meter: inout StageMeter
    ) throws -> [ExportBundle.File] {
        try meter.next()
        try proof.check("The C answers like the netlist.") {
            let (outcome, detail) = try CompiledProof.c(runner).run()
            guard outcome == .passed else { return (outcome, detail) }
            return (outcome, detail + "\n" + (try SpeedComparison(runner: runner, netlist: circuit.netlist).run()))
        }
        return []
    }
}
