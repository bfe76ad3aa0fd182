/// The functions of OpenCL that work is done with, beside those that describe what there is.
struct OpenCLFunctions: @unchecked Sendable {
    typealias Notify = @convention(c) (UnsafePointer<CChar>?, UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void
    typealias CreateContext =
        @convention(c) (
            UnsafePointer<Int>?, UInt32, UnsafePointer<OpenCLObject?>?, Notify?, UnsafeMutableRawPointer?,
            UnsafeMutablePointer<Int32>?
        ) -> OpenCLObject?
    typealias CreateCommandQueue =
        @convention(c) (OpenCLObject?, OpenCLObject?, UInt64, UnsafeMutablePointer<Int32>?) -> OpenCLObject?
    typealias CreateProgramWithSource =
        @convention(c) (
            OpenCLObject?, UInt32, UnsafeMutablePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int>?,
            UnsafeMutablePointer<Int32>?
        ) -> OpenCLObject?
    typealias BuildProgram =
        @convention(c) (
            OpenCLObject?, UInt32, UnsafePointer<OpenCLObject?>?, UnsafePointer<CChar>?,
            (@convention(c) (OpenCLObject?, UnsafeMutableRawPointer?) -> Void)?, UnsafeMutableRawPointer?
        ) -> Int32
    typealias GetProgramBuildInfo =
        @convention(c) (
            OpenCLObject?, OpenCLObject?, UInt32, Int, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?
        ) -> Int32
    typealias CreateKernel =
        @convention(c) (OpenCLObject?, UnsafePointer<CChar>?, UnsafeMutablePointer<Int32>?) -> OpenCLObject?
    typealias SetKernelArg = @convention(c) (OpenCLObject?, UInt32, Int, UnsafeRawPointer?) -> Int32
    typealias EnqueueKernel =
        @convention(c) (
            OpenCLObject?, OpenCLObject?, UInt32, UnsafePointer<Int>?, UnsafePointer<Int>?, UnsafePointer<Int>?,
            UInt32, UnsafePointer<OpenCLObject?>?, UnsafeMutablePointer<OpenCLObject?>?
        ) -> Int32
    typealias CreateBuffer =
        @convention(c) (OpenCLObject?, UInt64, Int, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int32>?)
        -> OpenCLObject?
    typealias EnqueueWrite =
        @convention(c) (
            OpenCLObject?, OpenCLObject?, UInt32, Int, Int, UnsafeRawPointer?, UInt32, UnsafePointer<OpenCLObject?>?,
            UnsafeMutablePointer<OpenCLObject?>?
        ) -> Int32
    typealias EnqueueRead =
        @convention(c) (
            OpenCLObject?, OpenCLObject?, UInt32, Int, Int, UnsafeMutableRawPointer?, UInt32,
            UnsafePointer<OpenCLObject?>?, UnsafeMutablePointer<OpenCLObject?>?
        ) -> Int32
    typealias Release = @convention(c) (OpenCLObject?) -> Int32

    let createContext: CreateContext
    let createCommandQueue: CreateCommandQueue
    let createProgramWithSource: CreateProgramWithSource
    let buildProgram: BuildProgram
    let getProgramBuildInfo: GetProgramBuildInfo
    let createKernel: CreateKernel
    let setKernelArg: SetKernelArg
    let enqueueKernel: EnqueueKernel
    let createBuffer: CreateBuffer
    let enqueueWrite: EnqueueWrite
    let enqueueRead: EnqueueRead
    let releaseBuffer: Release
    let releaseKernel: Release
    let releaseProgram: Release
    let releaseQueue: Release
    let releaseContext: Release

    /// - Throws: `DeviceError` if the library lacks one of them.
    init(_ library: OpenCLLibrary) throws {
        createContext = try library.function("clCreateContext")
        createCommandQueue = try library.function("clCreateCommandQueue")
        createProgramWithSource = try library.function("clCreateProgramWithSource")
        buildProgram = try library.function("clBuildProgram")
        getProgramBuildInfo = try library.function("clGetProgramBuildInfo")
        createKernel = try library.function("clCreateKernel")
        setKernelArg = try library.function("clSetKernelArg")
        enqueueKernel = try library.function("clEnqueueNDRangeKernel")
        createBuffer = try library.function("clCreateBuffer")
        enqueueWrite = try library.function("clEnqueueWriteBuffer")
        enqueueRead = try library.function("clEnqueueReadBuffer")
        releaseBuffer = try library.function("clReleaseMemObject")
        releaseKernel = try library.function("clReleaseKernel")
        releaseProgram = try library.function("clReleaseProgram")
        releaseQueue = try library.function("clReleaseCommandQueue")
        releaseContext = try library.function("clReleaseContext")
    }
}
