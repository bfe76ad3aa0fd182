// The tour goes on with the key that it teaches.
extension Interaction {
    /// Whether keys are the tour's business: not while a prompt, a list or an experiment's file has them.
    var isTourListening: Bool { state.overlay == .none && state.draft == nil }

    /// Does what the tour does at a key that has another meaning, or none, outside it.
    /// - Returns: whether that was one.
    mutating func takeForTour(_ key: Key) -> Bool {
        guard let tour = state.tour, isTourListening, let meaning = state.keys.meaning(of: key) else { return false }
        if let step = tour.step, step.key == meaning, let perform = step.perform {
            state.status = nil
            perform(&self)
            continueTour()
            return true
        }
        guard meaning == .enter else { return false }
        state.status = nil
        if tour.step == nil { state.tour = nil } else { state.tour?.advance() }
        return true
    }

    /// Goes on once the key has done what the tour asked for; one that was refused is asked for again.
    mutating func continueTour() {
        if state.status?.role == .warning || state.status?.role == .bad { return }
        state.tour?.advance()
    }

    /// Ends the tour; the training goes on.
    mutating func endTour() {
        state.tour = nil
        say("the tour has ended; bbwb tour begins it again")
    }
}
