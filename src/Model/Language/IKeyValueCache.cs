using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>Where attention puts the keys and values of new positions; it attends to them together with those before.</summary>
public interface IKeyValueCache
{
    /// <summary>Stores one layer's keys and values, which follow those stored before, and attends to all that is stored.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    /// <param name="queries">[B, heads, T, headDim], rotated to their positions.</param>
    /// <param name="keys">[B, kvHeads, T, headDim], rotated. The caller's: copy what must stay.</param>
    /// <param name="values">[B, kvHeads, T, headDim]. The caller's, too.</param>
    /// <param name="mask">Bool (true: seen) or additive over the S stored positions, broadcast to [B, heads, T, S]; null for causal.</param>
    /// <returns>[B, heads, T, headDim], the caller's.</returns>
    torch.Tensor Attend(int layer, torch.Tensor queries, torch.Tensor keys, torch.Tensor values, torch.Tensor? mask);
}
