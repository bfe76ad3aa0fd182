import Foundation
import Workbench

/// Samples as a picture for a file: the inputs in a row, and below them what a net makes of them.
public struct SamplePicture {
    private let picture: PortablePixmap

    /// A picture of samples; nil if they are not one.
    public init?(_ samples: [SampleSnapshot]) {
        guard let picture = PortablePixmap.samples(samples) else { return nil }
        self.picture = picture
    }

    /// The file.
    public func encoded(as kind: PlotFile.Kind) -> [UInt8] {
        switch kind {
        case .ppm: Array(picture.encoded)
        case .png: picture.png
        case .svg: Array(vector.utf8)
        }
    }

    /// An SVG file that holds the pixels.
    private var vector: String {
        let (width, height) = (picture.width, picture.height)
        let pixels = Data(picture.png).base64EncodedString()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <image width="\(width)" height="\(height)" href="data:image/png;base64,\(pixels)"/>
            </svg>

            """
    }
}
