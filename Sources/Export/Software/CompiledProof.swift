/// That an exported program answers like the netlist: it is compiled, and its own test compares.
struct CompiledProof {
    let runner: ToolRunner
    /// The compiler that the bundle's Makefile calls.
    let compiler: String

    /// Compiles and tests.
    func run() throws -> (ProofReport.Outcome, String) {
        for tool in [compiler, "make"] where !ToolRunner.isInstalled(tool) {
            return (
                .notChecked,
                "\(tool) is not installed: install it (Debian: apt-get install build-essential) and export again, "
                    + "or run `make test` in the bundle"
            )
        }
        let version = try runner.version(compiler, "--version")
        let start = ContinuousClock.now
        let compiling = try runner.run("make", ["-s", "build/test"])
        let took = (ContinuousClock.now - start).components
        guard compiling.status == 0 else { return (.failed, "\(version)\n\(compiling.output.suffix(2000))") }
        let outcome = try runner.run("make", ["-s", "test"])
        let result = outcome.output.split(separator: "\n").last.map(String.init) ?? "no result"
        let seconds = Double(took.seconds) + Double(took.attoseconds) * 1e-18
        return (
            outcome.status == 0 && result.hasPrefix("PASS ") ? .passed : .failed,
            "\(version)\ncompiled in \(seconds.fixed(1)) s\n\(result)"
        )
    }
}
