import Foundation
import Glibc

// When the next picture is due.
extension Application {
    /// Seconds of a steady clock.
    static var now: TimeInterval {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9
    }

    /// Thirty pictures a second for whoever is at the keys, ten for whoever only looks on: each costs the training a little,
    /// on this machine and on the way to the terminal.
    var frameTime: TimeInterval { Self.now - lastInput < 3 ? 1.0 / 30 : 1.0 / 10 }

    /// Seconds until a picture may be drawn: for the sake of the training, and of a terminal that has not taken the last one.
    var untilPicture: TimeInterval {
        max(frameTime - (Self.now - lastDrawn), isHungUp ? 0 : terminal.secondsUntilPicture)
    }
}
