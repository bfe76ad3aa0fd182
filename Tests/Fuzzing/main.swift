import Foundation

// libFuzzer's own loop, on the reader that BBWB_FUZZ_READER names. `make fuzz` runs all readers, one after the other.

private typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>, _ target: Target
) -> Int32

var argumentCount = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
    runDriver(&argumentCount, &arguments) { data, size in
        FuzzedReader.chosen.read(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
