/// A layer that moves a window over images: what the convolution, pooling and upsampling layers have in common.
public protocol Filter2d: Model {
    /// Size of the window.
    var filterSize: PlaneSize { get }
}
