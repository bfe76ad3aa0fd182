import BinaryBrain
import Foundation
import TestSupport

/// The commands of layers, with the arguments that the sweep gives them.
enum CommandVerbs {
    private static let switches = [
        "binary", "host_only", "host_simd", "lut_binarize", "y_binarize", "binarize_input", "binarize_output",
        "batch_norm",
        "activation", "memory_saving", "backward_break", "parameter_lock", "bypass", "fix_gamma", "fix_beta",
        "quantize", "average_reals",
    ]
    private static let numbers = ["momentum", "set_momentum", "set_gamma", "set_beta", "error_rate"]

    /// Every verb with every argument to try.
    static let commands: [ModelCommand] =
        switches.flatMap { [ModelCommand($0, true), ModelCommand($0, false)] }
        + numbers.map { try! ModelCommand("\($0) 0.375") } + [try! ModelCommand("switch_model second")]

    /// The verbs that layers compare commands with, read from the sources.
    static func inSources() throws -> Set<String> {
        let root = ProjectFolder.path("Sources/BinaryBrain/Models")
        var verbs: Set<String> = []
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? FileManager.DirectoryEnumerator()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
            // From each `command.verb` to the end of the function that holds it.
            for part in text.components(separatedBy: "func ") {
                let function = part.components(separatedBy: "\n    }\n")[0]
                guard function.contains("command.verb") else { continue }
                for match in function.matches(
                    of: #/case ((?:"\w+"(?:, )?)+)|verb [!=]= "(\w+)"|\[((?:"\w+"(?:, )?)+)\]/#)
                {
                    for word in String(match.1 ?? match.2 ?? match.3 ?? "").split(whereSeparator: {
                        "\", ".contains($0)
                    }) {
                        verbs.insert(String(word))
                    }
                }
            }
        }
        return verbs
    }
}
