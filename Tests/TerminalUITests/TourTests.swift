import Testing

@testable import TerminalUI
@testable import Workbench

/// The tour through the workbench.
@Suite struct TourTests {
    /// A workbench at a step of the tour, on the screen where it stands then.
    private func workbench(at place: Int = 0, size: (Int, Int) = (80, 24)) -> WorkbenchDriver {
        var snapshot = Fixtures.classifier()
        snapshot.runDirectory = "runs/mnist-lut-simple/20231115_000000"
        let workbench = WorkbenchDriver(snapshot, size: Size(width: size.0, height: size.1))
        workbench.interaction.state.tour = Tour()
        for _ in 0..<place { take(workbench) }
        return workbench
    }

    /// Presses the key that is taught, and has the engine obey.
    private func take(_ workbench: WorkbenchDriver) {
        guard let step = workbench.interaction.state.tour?.step else { return }
        workbench.press(step.key)
        for effect in workbench.effects {
            switch effect {
            case .send(.pause): workbench.snapshot.state = .paused
            case .send(.resume): workbench.snapshot.state = .training
            case .open: workbench.interaction.enter(workbench.snapshot)
            default: break
            }
        }
    }

    private func place(_ workbench: WorkbenchDriver) -> Int? { workbench.interaction.state.tour?.place }

    @Test func eachKeyThatIsTaughtLeadsOn() {
        let workbench = workbench()
        for (index, step) in Tour.steps.enumerated() {
            #expect(place(workbench) == index, "\(step.title)")
            take(workbench)
            #expect(
                place(workbench) == index + 1,
                "\(step.title): \(step.key.label) was refused: \(workbench.interaction.state.status?.text ?? "")")
        }
        workbench.press(.escape).expect(shows: "the tour is over")
        workbench.press(.enter)
        #expect(workbench.interaction.state.tour == nil)
    }

    @Test func otherKeysWorkAndLeadNowhere() {
        let workbench = workbench()
        workbench.press("2")
        #expect(workbench.interaction.state.screen == .layers)
        #expect(place(workbench) == 0)
        workbench.press(":").press(" ").press(.escape)
        #expect(place(workbench) == 0, "a letter of a prompt is no key of the tour")
    }

    @Test func aKeyThatIsRefusedIsAskedForAgain() {
        let workbench = workbench()
        workbench.snapshot.state = .starting
        workbench.press(" ").expect(refusal: "still starting")
        #expect(place(workbench) == 0)
    }

    @Test func stepsAreLeftOutAndTheTourEnds() {
        let workbench = workbench()
        workbench.press(.enter).expectEffects()
        #expect(place(workbench) == 1)
        // Also where the key has another meaning.
        workbench.press("6").press(.enter)
        #expect(place(workbench) == 2)
        workbench.press(.escape).expect(refusal: "the tour has ended")
        #expect(workbench.interaction.state.tour == nil)
        #expect(workbench.interaction.state.screen == .runs)
    }

    /// Keys of an experiment's file are its own, whatever the tour asks for.
    @Test func theTourRestsWhileAFileIsChanged() throws {
        for place in [0, try #require(Tour.steps.firstIndex { $0.key == .enter })] {
            let workbench = workbench(at: place)
            _ = workbench.interaction.beginDraft("name: a\nepochs: 1\n", source: "a")
            workbench.press(.enter).expect(shows: "line 1: name: a").press(.escape).press(" ")
            #expect(self.place(workbench) == place)
            #expect(workbench.interaction.state.draft != nil)
        }
    }

    /// A proof takes minutes; nobody has to wait for it.
    @Test func anExportDoesNotHoldTheTourUp() throws {
        let workbench = workbench(at: try #require(Tour.steps.firstIndex { $0.key == .enter }))
        workbench.snapshot.export = ExportSnapshot(title: "export verilog", stage: "proving", fraction: 0.43)
        workbench.press(.enter).expectEffects(.open(Tour.autoencoder, saving: true))
    }

    @Test func movedKeysStandInItAndWork() throws {
        let workbench = workbench(at: 2)
        workbench.interaction.state.keys = try KeyMap(
            WorkbenchConfiguration(yaml: "keys: { '4': Z }", source: "config.yaml"))
        workbench.expect(shows: "Press Z to look into them").press("Z")
        #expect(place(workbench) == 3)
    }

    @Test func aPressOnTheTabCounts() throws {
        let workbench = workbench(at: 2)
        let line = try #require(workbench.frame.split(separator: "\n").first { $0.contains("4 LUTs") })
        let tab = try #require(line.range(of: "LUTs"))
        workbench.point(.press, line.distance(from: line.startIndex, to: tab.lowerBound), 1)
        #expect(place(workbench) == 3)
    }

    /// Nothing that is told is cut off, in narrow terminals neither.
    @Test(arguments: Tour.steps.indices, [48, 60, 80])
    func theTextFits(place: Int, width: Int) {
        let workbench = workbench(at: place, size: (width, 30))
        let step = Tour.steps[place]
        let told = step.text(workbench.snapshot).replacing("{key}", with: workbench.interaction.label(step.key))
        let rows = workbench.frame.split(separator: "\n", omittingEmptySubsequences: false)
        let box = rows.suffix(10).joined(separator: " ").split(whereSeparator: { $0 == " " || $0 == "│" })
        #expect(
            box.joined(separator: " ").contains(told.split(separator: " ").suffix(2).joined(separator: " ")), "\(box)")
        #expect(box.contains("skips"), "\(box)")
    }

    /// A line is enough for the key.
    @Test func aLowTerminalNamesTheKey() {
        let workbench = workbench(at: 2, size: (20, 8))
        workbench.expect(shows: "4: what a LUT is")
    }

    @Test func itsExperimentsAreThere() {
        for name in [Tour.classifier, Tour.autoencoder] { #expect(ExperimentLibrary.names.contains(name)) }
    }

    @Test(arguments: [(1, 1), (20, 5), (80, 24), (120, 40), (200, 60)])
    func frames(width: Int, height: Int) throws {
        try expectGolden(workbench(at: 5, size: (width, height)).frame, "Frames/tour-\(width)x\(height).txt")
    }
}
