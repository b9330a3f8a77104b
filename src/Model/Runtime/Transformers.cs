using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime.Cpu;
using JanusCluster.Model.Runtime.Torch;
using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>Which transformer computes where.</summary>
internal static class Transformers
{
    /// <summary>Counts up when the kernels' bits change.</summary>
    private const int KernelsVersion = 1;

    /// <summary>The fastest one for the model's device and dtype, with KV memory for the engine's budget.</summary>
    public static ITransformer Create(JanusModel model, EngineOptions options)
    {
        // More than every row at its longest, twice over for stored prefixes, is never used.
        var language = model.Config.Language;
        long blockBytes = BlockBytes(model), most = 2L * options.MaxRows * KvRow.BlocksFor(language.MaxPositions);
        int blocks = (int)Math.Clamp(options.KvBytes / blockBytes, 0, Math.Min(most, int.MaxValue));
        if (HasKernels(model.Allocation.Device, model.Allocation.Type))
            return new CpuTransformer(model, blocks, Environment.ProcessorCount);
        return new TorchTransformer(model, blocks, options.Deterministic == true ? options.MaxRows : null);
    }

    /// <summary>True where the project's own kernels compute, else libtorch does.</summary>
    public static bool HasKernels(torch.Device device, torch.ScalarType type) =>
        device.type == DeviceType.CPU && type is (torch.ScalarType.Float32 or torch.ScalarType.BFloat16);

    /// <summary>For the numerics class: the kernels and their way of multiplying; empty where libtorch does everything.</summary>
    public static string NumericsOf(torch.Device device, torch.ScalarType type) =>
        !HasKernels(device, type) ? ""
        : TokenPanel.LayoutFor(type == torch.ScalarType.BFloat16) == PanelLayout.Pairs ? $"kernels-{KernelsVersion}-dot/"
        : $"kernels-{KernelsVersion}/";

    /// <summary>Bytes of keys and values of one block in all layers.</summary>
    public static long BlockBytes(JanusModel model)
    {
        var language = model.Config.Language;
        return 2L * language.Layers * language.KeyValueHeads * language.HeadDim * ITransformer.BlockSize * ElementType.SizeOf(model.Allocation.Type);
    }
}
