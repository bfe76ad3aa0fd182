extension Model {
    /// What the net answers, as `forward(_:train: false)` gives it; on the device in use, if there is one.
    /// - Throws: what `forward` throws.
    public func answers(to x: FrameBuffer) throws -> FrameBuffer {
        try DeviceScope.run(undoing: { ForwardUndo(of: self).restore }) {
            let y = try forward(x, train: false)
            // A device that is lost before they are here is found out here.
            y.storage.bringHome()
            return y
        }
    }
}
