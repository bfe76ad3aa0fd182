import COpenBLAS

/// Products of row-major fp32 matrices, by BLAS.
///
/// The result is cut into tiles of a fixed size that threads work on, each by one single-threaded BLAS call, so it is the same
/// for any number of threads.
enum MatrixProduct {
    /// A matrix, or the transpose of one.
    struct Operand {
        let base: UnsafePointer<Float>
        /// Numbers from one row in memory to the next.
        let stride: Int
        let isTransposed: Bool

        init(_ base: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
            self.base = base
            self.stride = stride
            self.isTransposed = isTransposed
        }

        /// The operand without its first rows.
        func droppingRows(_ count: Int) -> UnsafePointer<Float> { base + (isTransposed ? count : count * stride) }
        /// The operand without its first columns.
        func droppingColumns(_ count: Int) -> UnsafePointer<Float> { base + (isTransposed ? count * stride : count) }
        var transposition: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
    }

    private static let tileRows = 128
    private static let tileColumns = 1024

    /// The engine's own threads do the parallel work; BLAS must not start others.
    private static let blasIsSingleThreaded: Void = openblas_set_num_threads(1)

    /// C += A·B, where A has `rows` rows and `depth` columns and B has `columns` columns. Nothing outside these extents is
    /// read or written.
    static func accumulate(
        _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int,
        depth: Int
    ) {
        guard rows > 0, columns > 0, depth > 0 else { return }
        _ = blasIsSingleThreaded
        let tilesAcross = (columns + tileColumns - 1) / tileColumns
        let tilesDown = (rows + tileRows - 1) / tileRows
        Parallel.shared.run(blocks: tilesDown * tilesAcross) { tile in
            let row = tile / tilesAcross * tileRows
            let column = tile % tilesAcross * tileColumns
            cblas_sgemm(
                CblasRowMajor, a.transposition, b.transposition, blasint(min(tileRows, rows - row)),
                blasint(min(tileColumns, columns - column)), blasint(depth), 1, a.droppingRows(row), blasint(a.stride),
                b.droppingColumns(column), blasint(b.stride), 1, c + row * stride + column, blasint(stride))
        }
    }
}

/// The BLAS library behind dense layers.
public enum LinearAlgebraLibrary {
    /// Its name, version and build, as it describes itself.
    public static var description: String { String(cString: openblas_get_config()) }
}
