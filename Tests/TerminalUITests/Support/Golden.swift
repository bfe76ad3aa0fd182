import Foundation
import Testing

/// Compares text with a file of the repository; with `BBWB_RECORD=1` in the environment, writes the file instead.
func expectGolden(
    _ text: String, _ path: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let tests = URL(filePath: file).deletingLastPathComponent()
    let url = URL(filePath: path, relativeTo: tests)
    if ProcessInfo.processInfo.environment["BBWB_RECORD"] == "1" {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
    let recorded = try String(decoding: Data(contentsOf: url), as: UTF8.self)
    #expect(
        recorded == text, "\(path) differs: look at both, and if the new one is right run again with BBWB_RECORD=1",
        sourceLocation: sourceLocation)
}
