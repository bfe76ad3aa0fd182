import COpenBLAS

/// The BLAS library behind dense layers.
public enum LinearAlgebraLibrary {
    /// Its name, version and build, as it describes itself.
    public static var description: String { String(cString: openblas_get_config()) }
}
