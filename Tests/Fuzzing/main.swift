import Foundation
import UntrustedFiles

// libFuzzer's own loop, on the reader that BBWB_FUZZ_READER names. `make fuzz` runs all readers, one after the other.
// `bbwb-fuzz samples FOLDER` writes the files that they begin with, `bbwb-fuzz readers` names the readers.

private typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>, _ target: Target
) -> Int32

switch Array(CommandLine.arguments.dropFirst().prefix(2)) {
case ["readers"]:
    print(UntrustedFile.allCases.map(\.rawValue).joined(separator: " "))
    exit(0)
case let words where words.count == 2 && words[0] == "samples":
    try UntrustedFile.writeSamples(to: words[1])
    exit(0)
default: break
}

var argumentCount = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
    runDriver(&argumentCount, &arguments) { data, size in
        UntrustedFile.chosen.read(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
