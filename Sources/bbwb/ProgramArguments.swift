import Foundation

/// The words that this program was called with, for commands that call it again.
enum ProgramArguments {
    /// The arguments without some flags, and without some options and their values.
    static func without(
        flags: Set<String>, options: Set<String>, in arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) -> [String] {
        var rest: [String] = []
        var isValue = false
        for word in arguments {
            if isValue {
                isValue = false
            } else if options.contains(word) {
                isValue = true
            } else if !flags.contains(word), !options.contains(where: { word.hasPrefix("\($0)=") }) {
                rest.append(word)
            }
        }
        return rest
    }

    /// The program as a shell finds it from any folder.
    static var program: String {
        let name = CommandLine.arguments.first ?? "bbwb"
        guard name.contains("/"), !name.hasPrefix("/") else { return name }
        return "\(FileManager.default.currentDirectoryPath)/\(name)"
    }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        if word.wholeMatch(of: #/[A-Za-z0-9_.,\/:=@%+-]+/#) != nil { return word }
        return "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
