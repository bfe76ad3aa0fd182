import ArgumentParser
import BinaryBrain
import Datasets
import Foundation

/// `bbwb data`: the data sets that experiments name.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Lists and fetches data sets.",
        discussion: """
            An experiment names a data set from this list, or the directory of one. Fetched sets are kept in $BBWB_DATA, else in \
            $XDG_DATA_HOME/bbwb, else in ~/.local/share/bbwb.
            """,
        subcommands: [List.self, Fetch.self, Path.self])

    /// `bbwb data list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the data sets and whether each is available.")

        @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
        var json = false

        /// A data set as an object.
        private struct Line: Encodable {
            var event = "data"
            var name: String
            var present: Bool
            var embedded: Bool
            var path: String?
            var summary: String
            var licence: String

            init(_ entry: CatalogEntry) {
                name = entry.name
                present = entry.isPresent()
                embedded = entry.isEmbedded
                path = try? entry.presentDirectory()
                summary = entry.summary
                licence = entry.licence
            }
        }

        func run() throws {
            if json {
                for entry in DatasetCatalog.entries { try Console.json(Line(entry)) }
                return
            }
            for entry in DatasetCatalog.entries {
                let state = entry.isEmbedded ? "comes with bbwb" : entry.isPresent() ? "fetched" : "not fetched"
                let name = entry.name.padding(toLength: 15, withPad: " ", startingAt: 0)
                Console.line(name + state.padding(toLength: 17, withPad: " ", startingAt: 0) + entry.summary)
                Console.line(String(repeating: " ", count: 32) + entry.licence)
            }
        }
    }

    /// `bbwb data fetch`.
    struct Fetch: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetches a data set.",
            discussion: """
                Files are downloaded by HTTPS, unpacked and checked by SHA-256 before they get their final names. An interrupted \
                download continues where it stopped. fashion-mnist is taken from the Debian package dataset-fashion-mnist if that \
                is installed.
                """)

        @Argument(help: "Name of the data set (see 'bbwb data list').")
        var name: String

        @Option(help: "Take the files from this directory (plain, .gz or .xz) instead of downloading them.")
        var from: String?

        @Option(
            help:
                "Download from this address instead of the listed mirrors; file names are appended to it. May be repeated."
        )
        var mirror: [String] = []

        func validate() throws {
            guard from == nil || mirror.isEmpty else {
                throw ValidationError("--from and --mirror cannot be used together")
            }
        }

        func run() throws {
            let entry = try checkingUsage { try DatasetCatalog.entry(name) }
            let display = FetchDisplay()
            let fetcher = try checkingUsage {
                try DatasetFetcher(
                    entry, mirrors: mirror.isEmpty ? nil : mirror.map { $0.hasSuffix("/") ? $0 : $0 + "/" },
                    report: display.show)
            }
            defer { display.end() }
            let directory = try from.map(fetcher.take(from:)) ?? fetcher.fetch()
            display.end()
            Console.line("\(entry.name): \(directory)")
        }
    }

    /// `bbwb data path`.
    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the directory of a data set.")

        @Argument(help: "Name of the data set (see 'bbwb data list').")
        var name: String

        func run() throws {
            let entry = try checkingUsage { try DatasetCatalog.entry(name) }
            Console.line(try entry.presentDirectory())
        }
    }
}
