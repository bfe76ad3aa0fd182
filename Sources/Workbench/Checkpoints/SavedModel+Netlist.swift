import BinaryBrain
import Netlist

extension SavedModel {
    /// Writes the net's LUTs, simplified, as a `.bb_netlist` file.
    /// - Throws: `BrainError` that names a layer that cannot become LUTs, or says why the file could not be written.
    public func writeNetlist(to path: String) throws {
        try AtomicFile.write(Netlist(extracting: net).simplified().encoded(), to: path)
    }
}
