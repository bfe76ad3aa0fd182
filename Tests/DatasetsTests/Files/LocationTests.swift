import Foundation
import Testing

@testable import Datasets

@Suite struct LocationTests {
    @Test func dataDirectoryFollowsTheEnvironment() {
        let all = ["BBWB_DATA": "/d", "XDG_DATA_HOME": "/x"]
        #expect(DataDirectory.path(environment: all, home: "/h") == "/d")
        #expect(DataDirectory.path(environment: ["XDG_DATA_HOME": "/x"], home: "/h") == "/x/bbwb")
        #expect(DataDirectory.path(environment: ["XDG_DATA_HOME": "relative"], home: "/h") == "/h/.local/share/bbwb")
        #expect(DataDirectory.path(environment: ["BBWB_DATA": ""], home: "/h") == "/h/.local/share/bbwb")
    }

    @Test func ancestorsGoUpToTheRoot() {
        #expect(ProjectFiles.ancestors(of: "/a/b/bbwb") == ["/a/b", "/a", "/"])
        #expect(ProjectFiles.ancestors(of: "") == [])
    }

    @Test func firstDirectoryThatHoldsTheFileWins() throws {
        let directory = try TemporaryDirectory()
        try directory.write([], to: "near/other")
        try directory.write([], to: "far/experiments/a.yaml")
        let places = [directory.path("near"), directory.path("far")]
        #expect(ProjectFiles.locate("experiments/a.yaml", in: places) == directory.path("far/experiments/a.yaml"))
        #expect(ProjectFiles.locate("experiments/b.yaml", in: places) == nil)
    }

    @Test func filesOfTheProjectAreFound() {
        #expect(ProjectFiles.locate("datasets/README.md") != nil)
        #expect(ProjectFiles.locate("datasets/nothing") == nil)
    }
}
