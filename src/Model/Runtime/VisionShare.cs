using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>What encoding and decoding of images may take of a device on which the decode loop runs, too.</summary>
/// <remarks>
/// CPU: a bounded number of threads, and one image at a time. CUDA: nothing is bounded but the batch. TorchSharp 0.107 has no
/// streams, so the kernels queue on the default stream among those of the decode loop: the loop's thread stays free, and a step
/// waits at most for the kernels of one batch. In return what is encoded needs no further synchronisation before it is used.
/// </remarks>
internal sealed record VisionShare(torch.Device Device, int Threads, int MaxEncodes, int MaxDecodes)
{
    private const int CudaEncodes = 8, CudaDecodes = 4;

    /// <remarks>
    /// On a CPU a batch gains no time, and in float32 the convolutions round differently in a batch: some bytes of a picture
    /// change by one, and a finished picture should have the same bytes each time. Another number of threads does the same. In
    /// bfloat16 neither was seen to change a byte. Measured in docs/lab-log.md.
    /// </remarks>
    public static VisionShare Of(torch.Device device, VisionWorkerOptions options)
    {
        bool onCpu = device.type == DeviceType.CPU;
        return new VisionShare(
            device, options.Threads ?? Math.Max(1, Environment.ProcessorCount / 4),
            options.MaxEncodes ?? (onCpu ? 1 : CudaEncodes), options.MaxDecodes ?? (onCpu ? 1 : CudaDecodes));
    }

    /// <summary>Bounds the calling thread; once, before its first tensor.</summary>
    public void Enter()
    {
        if (Device.type == DeviceType.CPU)
            IntraOpThreads.LimitThisThread(Threads);
    }
}
