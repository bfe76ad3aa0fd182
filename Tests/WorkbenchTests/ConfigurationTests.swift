import Foundation
import Testing

@testable import Workbench

@Suite struct ConfigurationTests {
    @Test func setsThemeAndKeys() throws {
        let configuration = try WorkbenchConfiguration(
            yaml: "# mine\ntheme: light\nkeys:\n  b: B\n  '+': page-up\n", source: "config.yaml")
        #expect(configuration.theme?.text == "light")
        #expect(configuration.theme?.line == 2)
        #expect(configuration.keys.map(\.from.text) == ["b", "+"])
        #expect(configuration.keys.map(\.to.text) == ["B", "page-up"])
        #expect(configuration.keys.map(\.from.line) == [4, 5])
    }

    @Test(arguments: ["", "# nothing\n", "keys: {}\n"])
    func nothingSet(yaml: String) throws {
        let configuration = try WorkbenchConfiguration(yaml: yaml, source: "config.yaml")
        #expect(configuration.theme == nil && configuration.keys.isEmpty)
    }

    @Test(arguments: [
        ("theme: dark\nthme: light\n", "config.yaml line 2, field thme: the configuration has no field 'thme'"),
        ("keys: fast\n", "config.yaml line 1, field keys: 'keys' needs names and values"),
        ("theme: [a]\n", "config.yaml line 1, field theme: expected a text"),
        ("theme: light\ntheme: dark\n", "config.yaml line"),
        ("keys:\n  b: [B]\n", "config.yaml line 2, field keys.b: expected a text"),
        ("theme: 'light\n", "config.yaml line"),
        ("dark\n", "config.yaml line 1: the configuration needs fields"),
    ])
    func wrongEntriesHaveTheirLine(yaml: String, message: String) throws {
        let error = try #require(throws: SpecificationError.self) {
            try WorkbenchConfiguration(yaml: yaml, source: "config.yaml")
        }
        #expect(error.description.hasPrefix(message), "\(error)")
    }

    @Test func theFileIsWhereXDGSays() throws {
        let path = WorkbenchConfiguration.path
        #expect(path(["XDG_CONFIG_HOME": "/c", "HOME": "/h"]) == "/c/bbwb/config.yaml")
        #expect(path(["XDG_CONFIG_HOME": "relative", "HOME": "/h"]) == "/h/.config/bbwb/config.yaml")
        #expect(path(["HOME": "/h"]) == "/h/.config/bbwb/config.yaml")
        #expect(path([:]) == nil)
        #expect(try WorkbenchConfiguration(environment: ["HOME": "/nonexistent"]).source == nil)
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: "\(folder.path)/bbwb", withIntermediateDirectories: true)
        let file = "\(folder.path)/bbwb/config.yaml"
        try Data("theme: mono\n".utf8).write(to: URL(fileURLWithPath: file))
        let environment = ["XDG_CONFIG_HOME": folder.path]
        #expect(try WorkbenchConfiguration(environment: environment).theme?.text == "mono")
        try Data([0xff, 0xfe]).write(to: URL(fileURLWithPath: file))
        #expect(throws: SpecificationError.self) { try WorkbenchConfiguration(environment: environment) }
    }
}
