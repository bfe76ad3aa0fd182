/// Names that come from models and people, made safe for source text, comments and paths.
enum SafeText {
    private static let longest = 64

    /// Words that Verilog, SystemVerilog, C or C++ keep for themselves, as far as lower-case identifiers go.
    private static let reserved: Set<String> = [
        "always", "and", "asm", "assert", "assign", "assume", "auto", "before", "begin", "bind", "bins", "bit", "bool",
        "break", "buf", "byte", "case", "casex", "casez", "catch", "cell", "char", "class", "clocking", "config",
        "const", "constraint", "context", "continue", "cover", "deassign", "default", "defparam", "delete", "design",
        "disable", "dist", "do", "double", "edge", "else", "end", "endcase", "endclass", "endfunction", "endgenerate",
        "endmodule", "endtask", "enum", "event", "explicit", "export", "expect", "extends", "extern", "false", "final",
        "float", "for", "force", "foreach", "forever", "fork", "forkjoin", "friend", "function", "generate", "genvar",
        "global", "goto", "if", "iff", "ifnone", "import", "include", "initial", "inline", "inout", "input", "inside",
        "instance", "int", "integer", "interface", "intersect", "join", "large", "let", "liblist", "library", "local",
        "localparam", "logic", "long", "longint", "macromodule", "main", "matches", "medium", "modport", "module",
        "mutable", "namespace", "nand", "negedge", "new", "nexttime", "nmos", "nor", "not", "null", "operator", "or",
        "output", "package", "packed", "parameter", "pmos", "posedge", "primitive", "priority", "private", "program",
        "property", "protected", "public", "pull0", "pull1", "pulldown", "pullup", "pure", "rand", "randc", "real",
        "realtime", "ref", "reg", "register", "release", "repeat", "restrict", "return", "scalared", "sequence",
        "short", "shortint", "shortreal", "signed", "sizeof", "small", "solve", "specify", "specparam", "static",
        "string", "strong", "strong0", "strong1", "struct", "super", "supply0", "supply1", "switch", "table", "tagged",
        "task", "template", "this", "throw", "throughout", "time", "timeprecision", "timeunit", "tran", "tri", "tri0",
        "tri1", "triand", "trior", "trireg", "true", "try", "type", "typedef", "typeid", "typename", "union", "unique",
        "unsigned", "until", "untyped", "use", "using", "var", "vectored", "virtual", "void", "volatile", "wait",
        "wand", "weak", "weak0", "weak1", "while", "wildcard", "wire", "with", "within", "wor", "xnor", "xor",
    ]

    /// Whether a text is an identifier of Verilog and of C as it stands.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= longest else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
            && !reserved.contains(text)
    }

    /// An identifier that resembles a text; `fallback` if nothing of it can be kept.
    static func identifier(_ text: String, fallback: String = "net") -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(longest) {
            if isLetter(byte) || isDigit(byte) {
                bytes.append(byte)
            } else if bytes.last != underscore {
                bytes.append(underscore)
            }
        }
        while bytes.last == underscore { bytes.removeLast() }
        while let first = bytes.first, first == underscore { bytes.removeFirst() }
        var name = String(decoding: bytes, as: UTF8.self)
        if let first = bytes.first, isDigit(first) { name = "\(fallback)_\(name)" }
        if name.isEmpty { return fallback }
        name = String(name.prefix(longest))
        return reserved.contains(name) ? "\(name)_\(fallback)" : name
    }

    /// A text as part of one line of a comment or document: of ASCII only what can neither end the comment nor mean anything
    /// to a language, a tool's pragma or Markdown.
    static func comment(_ text: String) -> String {
        let kept = Set(" .,:+-=()<>".utf8)
        var bytes = text.utf8.prefix(longest).map { byte in
            isLetter(byte) || isDigit(byte) || byte == underscore || kept.contains(byte) ? byte : underscore
        }
        if text.utf8.count > longest { bytes += Array("...".utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let underscore = UInt8(ascii: "_")
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
