using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>What encoding and decoding of images may take of a device on which the decode loop runs, too.</summary>
/// <remarks>
/// CPU: a bounded number of threads. CUDA: nothing is bounded. TorchSharp 0.107 has no streams, so the kernels queue on the
/// default stream among those of the decode loop: the worker's thread keeps the loop's thread free, and a decode step waits
/// at most for the kernels of one batch.
/// </remarks>
internal sealed record VisionShare(torch.Device Device, int Threads, int MaxDecodes)
{
    private const int CudaDecodes = 4;

    /// <remarks>
    /// On a CPU a batch gains nothing: one image's convolutions fill the threads, and the others would only wait longer.
    /// Besides, libtorch may choose another algorithm for another batch size, and a finished picture's bytes should be the same
    /// each time they are made.
    /// </remarks>
    public static VisionShare Of(torch.Device device, int? threads, int? maxDecodes)
    {
        bool onCpu = device.type == DeviceType.CPU;
        return new VisionShare(
            device, threads ?? Math.Max(1, Environment.ProcessorCount / 4), maxDecodes ?? (onCpu ? 1 : CudaDecodes));
    }

    /// <summary>Bounds the calling thread; once, before its first tensor.</summary>
    public void Enter()
    {
        if (Device.type == DeviceType.CPU)
            IntraOpThreads.LimitThisThread(Threads);
    }
}
