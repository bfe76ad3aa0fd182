// Keys that change how the plots are looked at.
extension Interaction {
    mutating func nextValueScale() {
        let scales = ValueScale.allCases
        let position = scales.firstIndex(of: state.plots.scale) ?? 0
        state.plots.scale = scales[(position + 1) % scales.count]
        say("value axis \(state.plots.scale.title)")
    }

    mutating func toggleStepLogarithmic() {
        state.plots.isStepLogarithmic.toggle()
        say("step axis \(state.plots.isStepLogarithmic ? "logarithmic" : "linear")")
    }

    mutating func changeSmoothing() {
        state.plots.nextSmoothing()
        say(
            state.plots.smoothing.map { "moving average over \($0) mini-batches" }
                ?? "no smoothing: every mini-batch")
    }

    /// Moves the cursor if it is on, else the view.
    mutating func moveOnPlot(_ direction: Int) {
        guard state.plots.cursor != nil else { return pan(direction) }
        if !state.plots.moveCursor(direction, newest: snapshot.step) {
            say(direction < 0 ? "this is the beginning of the run" : "this is the newest mini-batch", .warning)
        }
    }

    mutating func toggleCursor() {
        guard state.plots.cursor == nil else { return state.plots.setCursor(nil, newest: snapshot.step) }
        guard snapshot.step > 0 else { return say("no mini-batch to show yet", .warning) }
        state.plots.setCursor(state.plots.steps(newest: snapshot.step).upperBound, newest: snapshot.step)
        say("\(label(.left)) and \(label(.right)) move the cursor, \(label("g")) removes it")
    }

    /// Puts the cursor on the best test point, or takes it away from there.
    mutating func markBest() {
        guard let best = PlotData.metric(snapshot).best else {
            return say("nothing has been measured on the test set yet", .warning)
        }
        guard state.plots.cursor != best.step else { return state.plots.setCursor(nil, newest: snapshot.step) }
        state.plots.setCursor(best.step, newest: snapshot.step)
        say(
            "best \(PlotData.metric(snapshot).title) \(PlotData.metric(snapshot).text(best.value)) at step \(best.step)"
        )
    }

    private mutating func pan(_ direction: Int) {
        if !state.plots.pan(direction, newest: snapshot.step) {
            say(direction < 0 ? "this is the beginning of the run" : "this is the newest mini-batch", .warning)
        } else if state.plots.isFollowing {
            say("following the newest mini-batch")
        }
    }

    mutating func zoom(_ direction: Int) {
        guard !state.plots.zoom(direction, newest: snapshot.step) else { return }
        say(
            direction < 0 ? "\(PlotView.narrowest) mini-batches is the closest view" : "the whole run is shown",
            .warning)
    }

    mutating func follow() {
        say(
            state.plots.follow()
                ? (state.plots.steps(newest: snapshot.step).lowerBound == 0
                    ? "the whole run is shown" : "following the newest mini-batch") : "the whole run is shown already",
            .text)
    }
}
