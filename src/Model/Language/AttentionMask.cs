using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>Masks for attention: which of S stored positions each of T new ones may see.</summary>
public static class AttentionMask
{
    /// <summary>Each new position sees everything stored before it, and itself: bool [T, S], true where seen.</summary>
    /// <param name="queries">T; the new positions are the last T of the stored ones.</param>
    /// <param name="keys">S.</param>
    public static torch.Tensor Causal(long queries, long keys, torch.Device device)
    {
        using torch.Tensor all = torch.ones([queries, keys], dtype: torch.ScalarType.Bool, device: device);
        return all.tril(keys - queries);
    }

    /// <summary>Causal, and blind to padding: additive [B, 1, T, S], 0 where seen, the type's lowest number elsewhere.</summary>
    /// <remarks>
    /// A padded position that may see nothing spreads its attention evenly instead of becoming NaN; what it computes is never
    /// read. This is what Hugging Face's Llama does with <c>attention_mask</c>.
    /// </remarks>
    /// <param name="attended">[B, S], nonzero where a position holds a token.</param>
    /// <param name="queries">T; the new positions are the last T of the S.</param>
    /// <param name="type">The model's type.</param>
    public static torch.Tensor Padded(torch.Tensor attended, long queries, torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor seen = attended.ne(Scalars.Zero).unsqueeze(1).unsqueeze(1) // [B, 1, 1, S]
            .logical_and(Causal(queries, attended.shape[1], attended.device));
        torch.Tensor mask = torch.zeros(seen.shape, dtype: type, device: attended.device);
        using Scalar lowest = torch.finfo(type).min.ToScalar();
        return mask.masked_fill_(seen.logical_not(), lowest).MoveToOuterDisposeScope();
    }
}
