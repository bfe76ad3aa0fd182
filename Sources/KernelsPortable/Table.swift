// Kernels land here.
