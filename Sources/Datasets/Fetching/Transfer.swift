import BinaryBrain
import Foundation
import FoundationNetworking

/// One HTTP transfer into a file, which continues where an earlier one stopped.
///
/// The file holds whatever has arrived, also after a failure. All state is touched by the session's serial queue alone, and by
/// the caller before the transfer starts and after it has ended.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let url: URL
    private let path: String
    private let limit: Int
    private let report: (_ received: Int, _ total: Int?) -> Void

    private var output: PartialFile?
    private var received = 0
    private var total: Int?
    private var failure: (any Error)?
    private let ended = DispatchSemaphore(value: 0)

    /// Prepares a transfer of `url` into `path`, of at most `limit` bytes.
    init(
        _ url: URL, into path: String, limit: Int, report: @escaping (_ received: Int, _ total: Int?) -> Void
    ) {
        self.url = url
        self.path = path
        self.limit = limit
        self.report = report
    }

    /// Transfers what is missing and returns when the file is complete. Throws `TransferFailure` if the other side failed and
    /// `BrainError` if the file could not be written.
    func run() throws {
        let output = try PartialFile(path)
        defer { self.output = nil }
        self.output = output
        received = output.size

        var request = URLRequest(url: url)
        // The file itself is compressed; nothing may unpack it on the way.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        if received > 0 { request.setValue("bytes=\(received)-", forHTTPHeaderField: "Range") }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.timeoutIntervalForRequest = 30
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
        session.dataTask(with: request).resume()
        ended.wait()
        session.finishTasksAndInvalidate()
        if let failure { throw failure }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        do {
            try accept(response)
            completionHandler(.allow)
        } catch {
            failure = error
            completionHandler(.cancel)
        }
    }

    /// Decides by the status whether the body continues the file, replaces it, or is none.
    private func accept(_ response: URLResponse) throws {
        guard let response = response as? HTTPURLResponse else { throw refused("it does not answer by HTTP") }
        switch response.statusCode {
        case 200: try startOver()
        case 206:
            guard response.value(forHTTPHeaderField: "Content-Range")?.hasPrefix("bytes \(received)-") == true else {
                throw refused("it sends another part of the file than was asked for")
            }
        case 416 where received > 0:
            // Nothing is left to send: the file is complete already, or it is of another version, which the digest tells.
            throw Complete()
        default: throw refused("HTTP status \(response.statusCode)")
        }
        if response.expectedContentLength >= 0 { total = received + Int(response.expectedContentLength) }
        if let total, total > limit { throw refused("it wants to send \(total) bytes, more than the file can have") }
        report(received, total)
    }

    private struct Complete: Error {}

    private func startOver() throws {
        try output?.startOver()
        received = 0
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard failure == nil else { return }
        do {
            guard data.count <= limit - received else { throw refused("it sends more than the file can have") }
            try output?.append(data)
            received += data.count
            report(received, total)
        } catch {
            failure = error
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if failure is Complete {
            failure = nil
        } else if failure == nil {
            if let error {
                failure = refused(error.localizedDescription)
            } else if let total, received < total {
                failure = refused("the connection ended after \(received) of \(total) bytes")
            }
        }
        ended.signal()
    }

    private func refused(_ why: String) -> TransferFailure { TransferFailure(why: why) }
}

/// The other side, or the way to it, failed; another mirror may do better.
struct TransferFailure: Error {
    let why: String
}
