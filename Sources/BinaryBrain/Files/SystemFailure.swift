import Foundation

/// Errors of the operating system in this project's words.
package enum SystemFailure {
    /// An error from `errno`.
    package static func error(_ what: String, code: Int32 = errno) -> BrainError {
        let remedy: String
        switch code {
        case ENOSPC, EDQUOT: remedy = "free some space on that disk"
        case EACCES, EPERM, EROFS: remedy = "choose a place that you may write to"
        case ENOENT: remedy = "check the path"
        default: remedy = "check the path and the disk"
        }
        return BrainError(.io, what: what, why: String(cString: strerror(code)), remedy: remedy)
    }

    /// The operating system's reason behind an error of Foundation.
    package static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return (error as NSError).localizedDescription
    }
}
