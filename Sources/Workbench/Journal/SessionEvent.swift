import Foundation

/// One line of the event log.
public struct SessionEvent: Sendable, Equatable {
    /// How much attention it wants.
    public enum Level: String, Sendable, Codable {
        /// Something that was asked for happened.
        case info
        /// A steering command took effect; drawn on the plots at its step.
        case steering
        /// Something was odd, and the session continues.
        case warning
        /// Something that was asked for failed.
        case error
    }
    /// Mini-batches trained when it happened.
    public var step: Int
    /// Wall-clock time.
    public var time: Date
    /// How much attention it wants.
    public var level: Level
    /// One line of text.
    public var text: String

    /// Makes an event.
    public init(step: Int, time: Date, level: Level, text: String) {
        self.step = step
        self.time = time
        self.level = level
        self.text = text
    }
}
