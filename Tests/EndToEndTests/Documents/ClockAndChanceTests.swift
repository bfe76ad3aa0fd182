import Testing

/// A test that looks at a clock, sleeps, draws numbers that nobody chose or asks what machine it runs on may fail on a busy or an odd one.
/// `Patience.wait` waits for what another thread does; numbers come from a generator with a seed; time is handed over (`WorkClock`), and what
/// work costs is counted, not measured.
@Suite("Clocks and chance in tests")
struct ClockAndChanceTests {
    /// The uses that there are: how many in which file, and why they fail nothing.
    private static let known: [String: (count: Int, reason: String)] = [
        "TestSupport/Patience.swift": (3, "ends what never comes"),
        "PseudoTerminal/PtyProcess.swift": (
            7, "ends what never comes; how long a frame may take to arrive in pieces; what a slow line has carried"
        ),
        "BinaryBrainTests/Files/InputFileTests.swift": (1, "a moment for what must not happen"),
        "EndToEndTests/PruneCommandTests.swift": (1, "looks again until the program has come that far, or ends"),
        "BinaryBrainTests/Support/ParallelTests.swift": (
            1, "lets helpers fall asleep; whether they do changes no result"
        ),
        "TerminalUITests/DrawingSpeedTests.swift": (1, "prints figures"),
        "WorkbenchTests/BoardTests.swift": (2, "times of events lie between the beginning and the end of the test"),
        "WorkbenchTests/Damaged/DamagedFileTests.swift": (2, "prints figures"),
        "WorkbenchTests/EarlyEndTests.swift": (2, "a moment for what must not happen; nothing needs to happen in it"),
        "WorkbenchTests/StopTests.swift": (2, "one instant to count from; ends a session at any place"),
        "WorkbenchTests/ThroughputTests.swift": (1, "one instant to count from"),
        "WorkbenchTests/WatchingTests.swift": (2, "times of events lie between the beginning and the end of the test"),
        "WorkbenchTests/WorkStateTests.swift": (1, "one instant to count from"),
        "EndToEndTests/Clusters/ParallelSweepTests.swift": (1, "kills at any place, and prints its seed"),
        "EndToEndTests/ClosedTerminalTests.swift": (2, "closes a terminal at any place"),
        "EndToEndTests/Faults/FailingCalls.swift": (1, "a file name that nobody else has"),
        "EndToEndTests/Faults/KilledRunTests.swift": (4, "kills at any place"),
        "EndToEndTests/Faults/MeasuredProgram.swift": (3, "prints figures"),
        "EndToEndTests/MemoryTests.swift": (1, "looks again until the program ends"),
        "EndToEndTests/SlowLineTests.swift": (2, "a line is slow for a time; what waits for it is counted"),
        "EndToEndTests/Soak/SoakSession.swift": (6, "the soak lasts for a time, and may do anything in it"),
        "EndToEndTests/Soak/SoakTests.swift": (4, "the soak lasts for a time, and prints its seed"),
        "EndToEndTests/WorkbenchSpeedTests.swift": (6, "prints figures"),
    ]

    private static var ways: Regex<Substring> {
        #/\bDate\(\)|timeIntervalSinceNow|\b(?:Continuous|Suspending)Clock(?:\.now|\(\))|\bu?sleep\(|\bTask\.sleep|\bclock_gettime\(|\bDispatchTime\b|\.random\(in: (?![^\n]*using:)|\.random\(\)|\.shuffled\(\)|\.randomElement\(\)|\bSystemRandomNumberGenerator\b|\b(?:activeProcessorCount|processorCount|physicalMemory|systemUptime|loadavg)\b/#
    }

    private static func uses(in source: SourceText) -> Int {
        source.text.replacing(#/\/\/[^\n]*/#, with: "").matches(of: ways).count
    }

    @Test func noneIsNew() throws {
        let sources = try SourceText.all(below: ["Tests"]).filter {
            $0.path.hasSuffix(".swift") && !$0.path.hasSuffix("/ClockAndChanceTests.swift")
        }
        #expect(sources.count > 300)
        var found: [String: Int] = [:]
        for source in sources {
            let count = Self.uses(in: source)
            if count > 0 { found[String(source.path.dropFirst("Tests/".count))] = count }
        }
        for (file, count) in found.sorted(by: { $0.key < $1.key }) {
            let known = Self.known[file]?.count ?? 0
            #expect(count == known, "\(file): \(count) uses of a clock or of chance, \(known) with a reason")
        }
        #expect(Set(Self.known.keys).subtracting(found.keys).isEmpty, "these are gone: take them out of the list")
    }

    @Test func aUseIsSeen() {
        func uses(_ text: String) -> Int { Self.uses(in: SourceText(path: "a.swift", text: text)) }
        #expect(uses("let end = Date() // Date()\nusleep(5); sleep(1)") == 3)
        #expect(uses("Float.random(in: 0..<1)\nFloat.random(in: 0..<f(1), using: &generator)") == 1)
        #expect(uses("ContinuousClock().measure {}; ContinuousClock.now; [1].shuffled()") == 3)
        #expect(uses("Date(timeIntervalSince1970: 0); clock.measure {}") == 0)
    }
}
