/// How many ones are among the output bits that make up a number: bit n belongs to number n mod `numbers`, as in `BinaryToReal`.
struct OnesCount {
    /// The vector of output bits.
    let data: String
    let bitCount: Int
    let numbers: Int
    /// Bits of a count.
    let width: Int

    /// The sum for a number, as an expression of `width` bits.
    func expression(_ number: Int) -> String {
        let padding = width > 1 ? "\(width - 1)'d0, " : ""
        return stride(from: number, to: bitCount, by: numbers).map { "{\(padding)\(data)[\($0)]}" }
            .joined(separator: " + ")
    }
}
