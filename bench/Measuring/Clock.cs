using System.Diagnostics;
using TorchSharp;

namespace JanusCluster.Bench.Measuring;

/// <summary>Times work, the device's share included.</summary>
internal static class Clock
{
    public static double Milliseconds(torch.Device device, Action work)
    {
        Wait(device);
        long start = Stopwatch.GetTimestamp();
        work();
        Wait(device);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Wait(torch.Device device)
    {
        if (device.type == DeviceType.CUDA)
            torch.cuda.synchronize(device);
    }
}
