import BinaryBrain
import CCrypto
import Foundation

/// SHA-256 through libcrypto, as the 64 lower-case hexadecimal digits that checksum files carry.
public enum SHA256Digest {
    /// The digest of bytes in memory.
    public static func hex(of bytes: some ContiguousBytes) -> String {
        let stream = Stream()
        bytes.withUnsafeBytes { stream.update($0) }
        return stream.finish()
    }

    /// The digest of a file, read in blocks.
    /// - Throws: `BrainError` if the file cannot be read.
    public static func hex(ofFile path: String) throws -> String {
        let file = try InputFile(path)
        let stream = Stream()
        while true {
            let block = try file.read(upTo: 1 << 20)
            if block.isEmpty { return stream.finish() }
            block.withUnsafeBytes { stream.update($0) }
        }
    }

    /// A digest in the making, for data that arrive in pieces.
    public final class Stream {
        private let context: OpaquePointer

        /// An empty digest.
        public init() {
            guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
                preconditionFailure("libcrypto offers no SHA-256")
            }
            self.context = context
        }

        deinit { EVP_MD_CTX_free(context) }

        /// Adds bytes.
        package func update(_ bytes: UnsafeRawBufferPointer) {
            guard let start = bytes.baseAddress else { return }
            precondition(EVP_DigestUpdate(context, start, bytes.count) == 1, "libcrypto refuses bytes after the end")
        }

        /// The digest of everything added. Nothing can be added afterwards.
        public func finish() -> String {
            var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
            var length: UInt32 = 0
            precondition(EVP_DigestFinal_ex(context, &digest, &length) == 1, "a digest is finished once")
            return digest.prefix(Int(length)).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }
    }
}
