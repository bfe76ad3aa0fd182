import Workbench

/// What the axis below a plot counts: steps as they are, or thousandths of epochs or seconds, so that places stay whole numbers.
struct StepUnit: Hashable, Sendable {
    var unit = RunTimeline.Unit.steps

    /// Places on the axis to one of its units.
    private static let parts = 1000

    /// Where a step lies on the axis.
    func place(of step: Int, on timeline: RunTimeline) -> Int {
        guard unit != .steps else { return step }
        return Int((timeline.position(step, in: unit) * Double(Self.parts)).rounded())
    }

    /// A place as it is written.
    func text(of place: Int) -> String {
        switch unit {
        case .steps: NumberText.tick(Double(place))
        case .epochs: NumberText.tick(Double(place) / Double(Self.parts))
        case .seconds: NumberText.tick(Double(place) / Double(Self.parts)) + "s"
        }
    }
}

extension PlotData {
    /// The same values over another axis.
    func counted(in unit: StepUnit, by timeline: RunTimeline) -> PlotData {
        guard unit.unit != .steps else { return self }
        let place = { (step: Int) in unit.place(of: step, on: timeline) }
        var data = self
        data.stepUnit = unit
        data.train = train.moved(place)
        data.test = test.moved(place)
        data.probe = probe.moved(place)
        data.steering = steering.map(place)
        data.newest = place(newest)
        return data
    }
}

extension MetricHistory {
    /// The same values at other places, which come in the same order.
    fileprivate func moved(_ place: (Int) -> Int) -> MetricHistory {
        var moved = MetricHistory()
        for point in points { moved.append(step: place(point.step), value: point.value) }
        return moved
    }
}
