using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>Random values for a tensor of the layout: a function of the seed and the tensor's name alone.</summary>
/// <remarks>
/// Linear layers and embeddings are normal with deviation 0.02, as Llama and SigLIP start. Convolutions keep their input's
/// size (deviation 1/sqrt(fan-in)): each lies behind a normalisation, and a larger gain would push pixels out of range.
/// Codes and their embeddings have deviation 1, as <c>nn.Embedding</c> starts: with 8 features, 0.02 would hide them beside text.
/// </remarks>
internal static class InitialWeights
{
    /// <summary>Values made at a time, 8 MB in float32: a 7B embedding is 420 million values. Larger blocks go back to the system after each use and cost page faults.</summary>
    private const long Chunk = 2 << 20;

    /// <returns>The values in order, in parts of the tensor's type.</returns>
    public static IEnumerable<Tensor> Values(TensorInfo tensor, long seed)
    {
        (double mean, double deviation) = Distribution(tensor);
        using Generator? generator = deviation == 0 ? null : new Generator(SeedOf(tensor.Name, seed), CPU);
        for (long done = 0; done < tensor.Elements; done += Chunk)
            yield return Part(Math.Min(Chunk, tensor.Elements - done));

        Tensor Part(long count)
        {
            using DisposeScope scope = NewDisposeScope();
            using Scalar everywhere = mean.ToScalar();
            Tensor values = full(count, everywhere, ScalarType.Float32);
            if (generator is not null)
                values.normal_(mean, deviation, generator);
            return values.to(tensor.Type).MoveToOuterDisposeScope();
        }
    }

    internal static (double Mean, double Deviation) Distribution(TensorInfo tensor)
    {
        string[] path = tensor.Name.Split('.');
        string layer = path.Length > 1 ? path[^2] : "";
        if (path[^1] == "bias" || tensor.Name == CheckpointLayout.CodebookUsed)
            return (0, 0);
        if (layer.Contains("norm", StringComparison.Ordinal))
            return (1, 0);
        if (tensor.Shape.Count == 4)
            return (0, 1 / Math.Sqrt(tensor.Shape.Skip(1).Aggregate(1L, (product, size) => product * size)));
        return (0, layer is "gen_embed" or "embedding" ? 1 : 0.02);
    }

    private static ulong SeedOf(string name, long seed) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{name}")));
}
