import Foundation
import Glibc
import PseudoTerminal
import TestSupport
import Testing

/// How quick the workbench is while mnist-lut-simple trains at full speed, and what it costs. Prints its figures; the machine
/// should have nothing else to do. Times fail no test; that a key, a picture or a mini-batch does not come at all does.
@Suite(
    "The workbench's speed", .serialized,
    .enabled(if: SlowTests.areEnabled))
struct WorkbenchSpeedTests {
    typealias Workbench = WorkbenchTests.Workbench

    private static var now: TimeInterval {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private func milliseconds(_ seconds: Double) -> String { String(format: "%.1f ms", seconds * 1000) }

    private func report(_ text: String) {
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
        print("workbench: \(text) (load \(load))")
    }

    private func training(_ folder: CommandLineTests.Folder) throws -> Workbench {
        let workbench = try Workbench(["mnist-lut-simple"], in: folder, columns: 120, rows: 40)
        workbench.expect("TRAINING")
        let moves = workbench.program.wait { _ in (workbench.number("step") ?? 0) > 20 }
        #expect(moves)
        return workbench
    }

    /// Reads until the screen holds a text, a millisecond at a time.
    private func time(_ workbench: Workbench, until text: String) -> Double {
        let start = Self.now
        while !workbench.program.screen.contains(text), Self.now - start < Patience.seconds {
            workbench.program.pump(milliseconds: 1)
        }
        #expect(workbench.program.screen.contains(text))
        return Self.now - start
    }

    @Test(.hangLimit)
    func keysAreAnsweredAtOnce() throws {
        let workbench = try training(try CommandLineTests.Folder())
        var times: [Double] = []
        for press in 0..<200 {
            let isDown = press % 2 == 0
            // At any moment of a mini-batch and of a frame.
            usleep(UInt32(3000 + press * 7919 % 40_000))
            workbench.program.pump(milliseconds: 0)
            workbench.program.type(isDown ? "j" : "k")
            times.append(time(workbench, until: isDown ? "▸1" : "▸0"))
        }
        let worst = times.enumerated().sorted { $0.element > $1.element }.prefix(3)
        report(
            "key to screen: median \(milliseconds(median(times))), worst of 200: "
                + worst.map { "\(milliseconds($0.element)) (key \($0.offset))" }.joined(separator: ", "))
        workbench.quit()
    }

    @Test(.hangLimit)
    func framesFollowOneAnother() throws {
        let workbench = try training(try CommandLineTests.Folder())
        workbench.program.settleDown(seconds: 4)
        // For five seconds each: nobody at the keys, and a key now and then.
        for isTouched in [false, true] {
            var (pictures, keys) = (0, 0)
            var last = ""
            var changed = 0.0
            let start = Self.now
            while Self.now - start < 5 {
                if isTouched, Self.now - start > Double(keys) {
                    workbench.program.type(keys % 2 == 0 ? "j" : "k")
                    keys += 1
                }
                workbench.program.pump(milliseconds: 1)
                let line = workbench.program.screen.line(0)
                guard line != last else { continue }
                // A picture may arrive in two pieces.
                if Self.now - changed > 0.01 { pictures += 1 }
                changed = Self.now
                last = line
            }
            let rate = Double(pictures) / 5
            report(String(format: "%.1f frames a second %@", rate, isTouched ? "at the keys" : "untouched"))
            #expect(pictures > 0)
        }
        workbench.quit()
    }

    private static let windows = 15
    private static let stepsPerEpoch = 62.0

    /// Mini-batches with the workbench open and without. Both run for a second in turn, the other one stopped, so that what else
    /// the machine does hits both alike.
    @Test(.hangLimit)
    func trainingIsHardlySlower() throws {
        let folder = try CommandLineTests.Folder()
        let workbench = try training(folder)
        workbench.program.settleDown(seconds: 4)
        workbench.program.signal(SIGSTOP)
        let headless = try CommandLineTests.Program(
            "run", "mnist-lut-simple", "--epochs", "100000", "--json", in: folder.path)
        let firstEpoch = try epochLine(headless)
        headless.interrupt(SIGSTOP)
        let firstStep = try #require(workbench.number("step"))
        for _ in 0..<Self.windows {
            headless.interrupt(SIGCONT)
            usleep(1_000_000)
            headless.interrupt(SIGSTOP)
            workbench.program.signal(SIGCONT)
            let end = Self.now + 1
            while Self.now < end { workbench.program.pump(milliseconds: 20) }
            workbench.program.signal(SIGSTOP)
        }
        let open = try #require(workbench.number("step")) - firstStep
        headless.interrupt(SIGKILL)
        let epochs = headless.wait().lines.compactMap(epochNumber)
        let alone = Double(try #require(epochs.max()) - firstEpoch) * Self.stepsPerEpoch
        let windows = Double(Self.windows)
        report(
            String(
                format: "mini-batches a second: headless %.1f, open %.1f, ratio %.3f", alone / windows, open / windows,
                open / alone))
        #expect(open > 0 && alone > 0)
        workbench.program.signal(SIGCONT)
        workbench.quit()
    }

    /// The number of the next epoch that a headless training reports.
    private func epochLine(_ program: CommandLineTests.Program) throws -> Int {
        while true {
            let line = program.firstLine()
            if let number = epochNumber(line) { return number }
            try #require(!line.isEmpty)
        }
    }

    private func epochNumber(_ line: String) -> Int? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            object["event"] as? String == "epoch"
        else { return nil }
        return object["epoch"] as? Int
    }

    @Test(.hangLimit)
    func anIdleWorkbenchSleeps() throws {
        let workbench = try training(try CommandLineTests.Folder())
        workbench.program.type(" ")
        workbench.expect("PAUSED")
        workbench.program.settle(milliseconds: 500)
        let before = try processorSeconds(workbench.program.processID)
        let start = Self.now
        while Self.now - start < 10 { workbench.program.pump(milliseconds: 50) }
        let used = (try processorSeconds(workbench.program.processID) - before) / (Self.now - start)
        report(String(format: "idle: %.2f %% of a core", used * 100))
        // One that asked again and again would use all of a core.
        #expect(used < 0.5)
        workbench.quit()
    }

    /// User and system time of a process (proc(5)).
    private func processorSeconds(_ process: pid_t) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = text[text.lastIndex(of: ")")!...].split(separator: " ")
        let ticks = try #require(Double(fields[12])) + (try #require(Double(fields[13])))
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    @Test(.hangLimit)
    func theFirstPictureComesSoon() throws {
        let folder = try CommandLineTests.Folder()
        var times: [Double] = []
        for _ in 0..<10 {
            let start = Self.now
            let workbench = try Workbench(["mnist-lut-simple"], in: folder, columns: 120, rows: 40)
            _ = time(workbench, until: "mnist-lut-simple")
            times.append(Self.now - start)
            workbench.expect("TRAINING")
            workbench.quit()
        }
        report(
            "start to first picture: median \(milliseconds(median(times))), worst \(milliseconds(times.max()!)) of 10")
    }
}

extension PtyProcess {
    /// Only reads what is drawn, so that the workbench finds that nobody has been at its keys for a while.
    fileprivate func settleDown(seconds: Double) {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end { pump(milliseconds: 20) }
    }
}
