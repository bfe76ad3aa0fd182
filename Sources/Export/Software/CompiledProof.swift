/// That an exported program answers like the netlist: it is compiled, and its own test compares.
struct CompiledProof {
    let runner: ToolRunner
    /// The compiler that the bundle's Makefile calls unless its variable says otherwise.
    let usualCompiler: String
    /// That variable, which the environment can set.
    let variable: String

    /// The compiler of the bundle's C.
    static func c(_ runner: ToolRunner) -> Self { Self(runner: runner, usualCompiler: "cc", variable: "CC") }
    /// The compiler of the bundle's C++.
    static func cPlusPlus(_ runner: ToolRunner) -> Self { Self(runner: runner, usualCompiler: "g++", variable: "CXX") }

    /// Compiles and tests.
    func run() throws -> (ProofReport.Outcome, String) {
        // Words such as `ccache gcc`.
        let words = (runner.environment[variable] ?? "").split(separator: " ").map(String.init)
        let compiler = words.isEmpty ? [usualCompiler] : words
        for tool in [compiler[0], "make"] where !ToolRunner.isInstalled(tool) {
            return (
                .notChecked,
                "\(SafeText.comment(tool)) is not installed: install it (Debian: apt-get install build-essential) and "
                    + "export again, or run `make test` in the bundle"
            )
        }
        let version = try runner.version(compiler[0], compiler.dropFirst() + ["--version"])
        let start = ContinuousClock.now
        // What make prints is what it runs, flags of the environment among them.
        let compiling = try runner.run("make", ["build/test", "\(variable)=\(compiler.joined(separator: " "))"])
        let took = (ContinuousClock.now - start).components
        guard compiling.status == 0 else { return (.failed, "\(version)\n\(compiling.output.suffix(2000))") }
        let command = compiling.output.split(separator: "\n").last { $0.hasPrefix(compiler[0]) }.map(String.init)
        let outcome = try runner.run("make", ["-s", "test"])
        let result = outcome.output.split(separator: "\n").last.map(String.init) ?? "no result"
        let seconds = Double(took.seconds) + Double(took.attoseconds) * 1e-18
        return (
            outcome.status == 0 && result.hasPrefix("PASS ") ? .passed : .failed,
            [version, command, "compiled in \(seconds.fixed(1)) s", result].compactMap { $0 }.joined(separator: "\n")
        )
    }
}
