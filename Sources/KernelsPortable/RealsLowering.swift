import CSimd
import KernelInterface

/// Frames of a tile: four cache lines of each row, so that the tile's part of the long row stays in the first-level cache.
private let tileFrames = 64

@Sendable
func interleaveReals(_ rows: RowSelection<Float>, _ output: UnsafeMutablePointer<Float>, _ frames: Range<Int>) {
    let count = rows.count
    forEachTile(of: frames) { tile in
        var place = 0
        while place + 8 <= count {
            guard let r0 = rows[place], let r1 = rows[place + 1], let r2 = rows[place + 2], let r3 = rows[place + 3],
                let r4 = rows[place + 4], let r5 = rows[place + 5], let r6 = rows[place + 6], let r7 = rows[place + 7]
            else { return }
            var frame = tile.lowerBound
            while frame + 8 <= tile.upperBound {
                let t = transposed(
                    bb_load8(r0 + frame), bb_load8(r1 + frame), bb_load8(r2 + frame), bb_load8(r3 + frame),
                    bb_load8(r4 + frame), bb_load8(r5 + frame), bb_load8(r6 + frame), bb_load8(r7 + frame))
                let target = output + frame * count + place
                bb_store8(target, t.v0)
                bb_store8(target + count, t.v1)
                bb_store8(target + 2 * count, t.v2)
                bb_store8(target + 3 * count, t.v3)
                bb_store8(target + 4 * count, t.v4)
                bb_store8(target + 5 * count, t.v5)
                bb_store8(target + 6 * count, t.v6)
                bb_store8(target + 7 * count, t.v7)
                frame += 8
            }
            while frame < tile.upperBound {
                let target = output + frame * count + place
                target[0] = r0[frame]
                target[1] = r1[frame]
                target[2] = r2[frame]
                target[3] = r3[frame]
                target[4] = r4[frame]
                target[5] = r5[frame]
                target[6] = r6[frame]
                target[7] = r7[frame]
                frame += 1
            }
            place += 8
        }
        while place < count {
            guard let row = rows[place] else { return }
            for frame in tile { output[frame * count + place] = row[frame] }
            place += 1
        }
    }
}

@Sendable
func addDeinterleavedReals(_ input: UnsafePointer<Float>, _ rows: RowSelection<Float>, _ frames: Range<Int>) {
    let count = rows.count
    forEachTile(of: frames) { tile in
        var place = 0
        while place + 8 <= count {
            var frame = tile.lowerBound
            while frame + 8 <= tile.upperBound {
                let source = input + frame * count + place
                let t = transposed(
                    bb_load8(source), bb_load8(source + count), bb_load8(source + 2 * count),
                    bb_load8(source + 3 * count), bb_load8(source + 4 * count), bb_load8(source + 5 * count),
                    bb_load8(source + 6 * count), bb_load8(source + 7 * count))
                addVector(t.v0, to: rows[place], frame)
                addVector(t.v1, to: rows[place + 1], frame)
                addVector(t.v2, to: rows[place + 2], frame)
                addVector(t.v3, to: rows[place + 3], frame)
                addVector(t.v4, to: rows[place + 4], frame)
                addVector(t.v5, to: rows[place + 5], frame)
                addVector(t.v6, to: rows[place + 6], frame)
                addVector(t.v7, to: rows[place + 7], frame)
                frame += 8
            }
            for lane in place..<place + 8 { addPlace(lane, frame..<tile.upperBound) }
            place += 8
        }
        while place < count {
            addPlace(place, tile)
            place += 1
        }
    }

    @inline(__always)
    func addPlace(_ place: Int, _ frames: Range<Int>) {
        guard let row = rows[place] else { return }
        for frame in frames { row[frame] += input[frame * count + place] }
    }
}

@inline(__always)
private func addVector(_ vector: bb_f8, to row: UnsafeMutablePointer<Float>?, _ frame: Int) {
    guard let row else { return }
    bb_store8(row + frame, bb_add8(bb_load8(row + frame), vector))
}

@inline(__always)
private func forEachTile(of frames: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = frames.lowerBound
    while start < frames.upperBound {
        body(start..<min(start + tileFrames, frames.upperBound))
        start += tileFrames
    }
}
