import BinaryBrain
import Datasets
import Foundation
import Testing

@Suite struct SHA256DigestTests {
    /// The examples of FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func publishedExamples(text: String, digest: String) {
        #expect(SHA256Digest.hex(of: Data(text.utf8)) == digest)
    }

    @Test func piecesAndFilesGiveTheDigestOfTheWhole() throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let whole = SHA256Digest.hex(of: bytes)
        let stream = SHA256Digest.Stream()
        for start in stride(from: 0, to: bytes.count, by: 77_777) {
            bytes[start..<min(start + 77_777, bytes.count)].withUnsafeBytes { stream.update($0) }
        }
        #expect(stream.finish() == whole)
        let directory = try TemporaryDirectory()
        #expect(try SHA256Digest.hex(ofFile: directory.write(bytes, to: "a")) == whole)
        #expect(throws: BrainError.self) { try SHA256Digest.hex(ofFile: directory.path("none")) }
    }
}
