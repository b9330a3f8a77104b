using System.Globalization;
using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>Where a model computes, and in which dtype: what the user names, or the best that the machine has.</summary>
public sealed record ComputeDevice(torch.Device Device, torch.ScalarType Dtype)
{
    /// <summary>Below this many parameters a model fits a CPU's caches, and float32 costs little.</summary>
    private const long SmallModel = 200_000_000;

    /// <summary>Device kind, dtype and libraries: within one class the same operations on the same shapes give the same bits.</summary>
    public string NumericsClass =>
        $"{Device.type.ToString().ToLowerInvariant()}/{NameOf(Dtype)}/{Transformers.NumericsOf(Device, Dtype)}libtorch-{torch.__version__}";

    /// <param name="device">cpu, cuda or cuda:N; null takes the first GPU, or the CPU where there is none.</param>
    /// <param name="dtype">float32, bf16 or float16; null takes what the device computes fastest.</param>
    /// <param name="parameters">Size of the model.</param>
    /// <exception cref="ArgumentException">An unknown name, or a device that this machine or build does not have.</exception>
    public static ComputeDevice Choose(string? device, string? dtype, long parameters)
    {
        torch.Device chosen = device is null ? Best() : ParseDevice(device);
        return new ComputeDevice(chosen, dtype is null ? BestDtype(chosen, parameters) : ParseDtype(dtype));
    }

    /// <summary>A dtype as the command line gives it; null for any other name.</summary>
    public static torch.ScalarType? TryParseDtype(string name) => name.ToLowerInvariant() switch
    {
        "float32" or "fp32" or "f32" => torch.ScalarType.Float32,
        "bfloat16" or "bf16" => torch.ScalarType.BFloat16,
        "float16" or "fp16" or "half" => torch.ScalarType.Float16,
        _ => null,
    };

    public static string NameOf(torch.ScalarType dtype) => dtype switch
    {
        torch.ScalarType.BFloat16 => "bf16",
        _ => dtype.ToString().ToLowerInvariant(),
    };

    private static torch.Device Best() => torch.cuda.is_available() ? torch.device(DeviceType.CUDA, 0) : torch.CPU;

    private static torch.Device ParseDevice(string name)
    {
        if (name.Equals("cpu", StringComparison.OrdinalIgnoreCase))
            return torch.CPU;
        string[] parts = name.Split(':');
        int index = 0;
        if (!parts[0].Equals("cuda", StringComparison.OrdinalIgnoreCase) || parts.Length > 2
            || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new ArgumentException($"'{name}' is not a device; use cpu, cuda or cuda:N.");
        }

        if (!torch.cuda.is_available())
            throw new ArgumentException($"Device {name} is not available: this machine has no GPU that libtorch can use, or the build is for CPUs (build with -p:TorchDevice=cuda).");
        int count = torch.cuda.device_count();
        return index < count
            ? torch.device(DeviceType.CUDA, index)
            : throw new ArgumentException($"Device {name} is not available: this machine has {count} GPUs.");
    }

    private static torch.ScalarType ParseDtype(string name) =>
        TryParseDtype(name) ?? throw new ArgumentException($"'{name}' is not a dtype; use float32, bf16 or float16.");

    private static torch.ScalarType BestDtype(torch.Device device, long parameters) =>
        device.type == DeviceType.CUDA || (parameters > SmallModel && (CpuInstructions.HasBFloat16DotProducts || CpuInstructions.HasBFloat16Tiles))
            ? torch.ScalarType.BFloat16
            : torch.ScalarType.Float32;
}
