/// By what a testbench knows a file that it reads: its length and its FNV-1a sum of 32 bits.
///
/// A simulator only warns of a file that is missing, too short or no numbers, and what is then compared with what is unknown
/// is equal to it. So each testbench reads its files once more, byte by byte, and fails unless they are those that were
/// exported. A sum of two lines of arithmetic is the same in Verilog, C and C++. Carriage returns do not count: to some
/// tools a file of text is the same with them.
struct FileDigest: Equatable {
    /// Where the sum starts.
    static let basis: UInt32 = 0x811c_9dc5
    /// What each step multiplies by.
    static let prime: UInt32 = 0x0100_0193

    /// Bytes that count.
    let byteCount: Int
    /// s ← (s ⊕ byte) · prime mod 2³², from the basis on.
    let sum: UInt32

    init(_ bytes: [UInt8]) {
        var sum = Self.basis
        var count = 0
        for byte in bytes where byte != UInt8(ascii: "\r") {
            sum = (sum ^ UInt32(byte)) &* Self.prime
            count += 1
        }
        self.sum = sum
        byteCount = count
    }
}

extension ExportBundle.File {
    /// Length and sum, as the tests of C and C++ write them. Binary files are compared byte for byte but for the sum.
    var digestArguments: String { "\(bytes.count)U, \(FileDigest(bytes).sum)U" }
}
