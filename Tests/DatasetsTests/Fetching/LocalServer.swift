import Foundation

/// A small HTTP server on 127.0.0.1 that misbehaves as told.
final class LocalServer: @unchecked Sendable {
    /// A request that it got.
    struct Request: Hashable {
        var path: String
        /// First byte that is wanted, if a range is.
        var rangeStart: Int?
    }

    /// What the server holds at one path, and how it serves it.
    struct Resource {
        var body: [UInt8] = []
        var status = 200
        /// How many bytes each answer carries before the connection is cut; one number an answer, then no cuts.
        var cuts: [Int] = []
        /// Whether it honours ranges.
        var supportsRanges = true
    }

    private let listener: Int32
    private let port: UInt16
    private let lock = NSLock()
    private var resources: [String: Resource] = [:]
    private var log: [Request] = []

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileReadUnknown) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in serve() }
    }

    /// Ends the serving thread.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The address of a folder of the server.
    func url(_ folder: String) -> String { "http://127.0.0.1:\(port)/\(folder)/" }

    var requests: [Request] { lock.withLock { log } }

    subscript(path: String) -> Resource {
        get { lock.withLock { resources[path] ?? Resource(status: 404) } }
        set { lock.withLock { resources[path] = newValue } }
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { break }
            answer(connection)
            close(connection)
        }
        close(listener)
    }

    private func answer(_ connection: Int32) {
        var head = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !head.contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return }
            head += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let lines = head.split(separator: "\r\n")
        let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
        let request = Request(
            path: String(lines[0].split(separator: " ")[1]),
            rangeStart: range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) })
        send(response(to: request), to: connection)
    }

    private func response(to request: Request) -> [UInt8] {
        var resource = self[request.path]
        let cut = resource.cuts.first
        resource.cuts = Array(resource.cuts.dropFirst())
        self[request.path] = resource
        lock.withLock { log.append(request) }

        let start = resource.supportsRanges ? request.rangeStart ?? 0 : 0
        var status = "\(resource.status) Whatever"
        var extra = ""
        var body = resource.body[min(start, resource.body.count)...]
        if resource.status == 200, resource.supportsRanges, request.rangeStart != nil {
            status = body.isEmpty ? "416 Range Not Satisfiable" : "206 Partial Content"
            extra = "Content-Range: bytes \(start)-\(resource.body.count - 1)/\(resource.body.count)\r\n"
        }
        let head = "HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\n\(extra)Connection: close\r\n\r\n"
        body = body.prefix(cut ?? body.count)
        return Array(head.utf8) + body
    }

    private func send(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}
