using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>Scaled dot-product attention where several query heads share one head of keys and values (Ainslie et al. 2023).</summary>
internal static class GroupedAttention
{
    /// <summary>Queries [B, heads, T, d] over keys and values [B, kvHeads, S, d] to [B, heads, T, d].</summary>
    /// <param name="mask">Bool (true: seen) or additive, broadcast to [B, heads, T, S]; null for causal.</param>
    public static torch.Tensor Attend(torch.Tensor queries, torch.Tensor keys, torch.Tensor values, torch.Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        long groups = queries.shape[1] / keys.shape[1], rows = queries.shape[2], stored = keys.shape[2];
        if (groups > 1 && rows == 1 && (mask is null || mask.dim() < 4 || mask.shape[1] == 1))
        {
            // One new position: the heads of a group stand in as rows, and nothing need be repeated.
            torch.Tensor grouped = queries.reshape(queries.shape[0], keys.shape[1], groups, -1);
            torch.Tensor attended = torch.nn.functional.scaled_dot_product_attention(grouped, keys, values, mask);
            return attended.reshape(queries.shape).MoveToOuterDisposeScope();
        }

        if (groups > 1)
        {
            keys = Repeat(keys, groups);
            values = Repeat(values, groups);
        }

        // libtorch aligns its own causal mask with the first key, which is right only while nothing was stored before.
        if (mask is null && rows > 1 && rows != stored)
            mask = AttentionMask.Causal(rows, stored, queries.device);
        return torch.nn.functional.scaled_dot_product_attention(
            queries, keys, values, mask, 0, is_casual: mask is null && rows > 1).MoveToOuterDisposeScope();
    }

    /// <summary>[B, kvHeads, S, d] to [B, kvHeads · groups, S, d]; query head h uses head h / groups.</summary>
    private static torch.Tensor Repeat(torch.Tensor x, long groups)
    {
        long[] shape = x.shape;
        return x.unsqueeze(2).expand(shape[0], shape[1], groups, shape[2], shape[3])
            .reshape(shape[0], shape[1] * groups, shape[2], shape[3]);
    }
}
