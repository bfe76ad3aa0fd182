import BinaryBrain

extension WireChoice {
    /// Reads `random`, or
    /// `{ learnable: { candidates: 8, regrow: 1, regrow_until: 0.6, spread: 1, newcomers: patient, from: random } }`.
    init(_ value: SpecificationValue) throws {
        let rules = ConnectionRule.allCases.map(\.rawValue)
        let (name, given) = try value.nameAndFields("connection")
        guard try name.choice(rules + ["learnable"]) == "learnable" else {
            _ = try given?.fields(allowed: [], of: "this connection")
            self.init(rule: try ConnectionRule(parsing: name.text()))
            return
        }
        let allowed = ["candidates", "regrow", "regrow_until", "spread", "newcomers", "from"]
        let fields = try given?.fields(allowed: allowed, of: "learnable") ?? [:]
        var settings = LearnableConnection.Settings()
        if let field = fields["candidates"] {
            settings.candidates = try field.integer(LearnableConnection.Settings.candidateRange)
        }
        if let field = fields["regrow"] { settings.regrow = try field.integer(0...1000) }
        if let field = fields["regrow_until"] { settings.regrowUntil = try field.number(0...1) }
        if let field = fields["spread"] { settings.spread = Float(try field.number(1e-3...1e3)) }
        if let field = fields["newcomers"] {
            let words = LearnableConnection.Newcomers.allCases.map(\.rawValue)
            settings.newcomers = LearnableConnection.Newcomers(rawValue: try field.choice(words)) ?? .eager
        }
        let rule = try fields["from"].map { try ConnectionRule(parsing: $0.choice(rules)) }
        self.init(rule: rule ?? .random, learnable: settings)
    }
}
