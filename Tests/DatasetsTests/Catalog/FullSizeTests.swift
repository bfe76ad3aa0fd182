import Foundation
import TestSupport
import Testing

@testable import Datasets

/// The full-size set that Debian packages, in `make test-all`.
@Suite(.enabled(if: SlowTests.areEnabled))
struct FullSizeTests {
    @Test func fashionMnistComesFromTheSystemPackage() throws {
        let directory = try TemporaryDirectory()
        // No mirror: only the package can help.
        try DatasetFetcher(.fashionMnist, dataDirectory: directory.path, mirrors: []).fetch()
        let dataset = try DatasetCatalog.load("fashion-mnist", dataDirectory: directory.path)
        #expect(dataset.train.count == 60_000)
        #expect(dataset.test.count == 10_000)
        for set in [dataset.train, dataset.test] {
            var counts = [Int](repeating: 0, count: 10)
            for sample in 0..<set.count { counts[try #require(set.label(of: sample))] += 1 }
            #expect(counts == [Int](repeating: set.count / 10, count: 10))
        }
        #expect(dataset.classNames[9] == "ankle boot")
        #expect(dataset.train.label(of: 0) == 9)
    }
}
