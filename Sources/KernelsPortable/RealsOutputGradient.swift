import CSimd
import KernelInterface

/// ∂L/∂y0 of a node's frames, through the saturation mask and the batch normalisation.
struct RealsOutputGradient {
    let dy: UnsafePointer<Float>
    let values: UnsafePointer<Float>?
    let scaling: NodeScaling
    let constant: Float
    let slope: Float

    @inline(__always)
    init(_ layer: LutLayer, _ saved: LutSaved, _ gradients: LutGradients, _ node: Int) {
        dy = UnsafePointer(gradients.output.row(node))
        scaling = NodeScaling.saved(layer, saved, node)
        guard let norm = layer.normalization, let all = saved.values else {
            values = nil
            constant = 0
            slope = 0
            return
        }
        let own = UnsafePointer(all + node * saved.valueStride)
        values = own
        guard !norm.isFrozen else {
            constant = 0
            slope = 0
            return
        }
        let center = bb_set8(scaling.mean)
        var s1 = bb_set8(0)
        var s2 = bb_set8(0)
        var at = 0
        while at < layer.frameCount {
            let value = bb_load8(own + at)
            let masked = bb_keep_inside01(scaling.apply(value), Self.frames(dy + at, layer.frameCount - at))
            s1 = bb_add8(s1, masked)
            s2 = bb_fma8(masked, Self.finite(bb_sub8(value, center), layer.frameCount - at), s2)
            at += 8
        }
        let share = -scaling.scale / Float(layer.frameCount)
        constant = share * bb_sum8(s1)
        slope = share * scaling.inverse * scaling.inverse * bb_sum8(s2)
    }

    /// Eight numbers; those beyond the last frame are zero.
    @inline(__always)
    static func frames(_ p: UnsafePointer<Float>, _ left: Int) -> bb_f8 { finite(bb_load8(p), left) }

    /// `v` with the lanes beyond the last frame set to zero.
    @inline(__always)
    static func finite(_ v: bb_f8, _ left: Int) -> bb_f8 {
        if left >= 8 { return v }
        var result = v
        for lane in max(0, left)..<8 { result[lane] = 0 }
        return result
    }

    /// ∂L/∂y0 of frames at …, zero beyond the last frame.
    @inline(__always)
    func load(_ at: Int, left: Int) -> bb_f8 {
        let gradient = Self.frames(dy + at, left)
        guard let values else { return gradient }
        let value = bb_load8(values + at)
        let direct = bb_keep_inside01(scaling.apply(value), bb_mul8(gradient, bb_set8(scaling.scale)))
        let distance = bb_sub8(value, bb_set8(scaling.mean))
        return Self.finite(bb_add8(direct, bb_fma8(distance, bb_set8(slope), bb_set8(constant))), left)
    }
}
