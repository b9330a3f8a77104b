using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Model.Tests.Reference;

/// <summary>Greedy decoding of a left-padded batch as Hugging Face's <c>generate()</c> does it with <c>inputs_embeds</c>.</summary>
public static class ReferenceTextLoop
{
    /// <summary>Positions count tokens, not columns; padding gets 1: int64 [B, T].</summary>
    public static torch.Tensor Positions(torch.Tensor attended)
    {
        using var scope = torch.NewDisposeScope();
        return (attended.cumsum(-1) - 1).masked_fill(attended == 0, 1).MoveToOuterDisposeScope();
    }

    /// <param name="embeds">[B, T, hidden].</param>
    /// <param name="attended">int64 [B, T], 1 where a token is.</param>
    /// <param name="endId">A row that yields it yields <paramref name="padId"/> from then on.</param>
    /// <param name="observe">Gets each step's logits [B, vocabulary], valid during the call.</param>
    /// <returns>New tokens, int64 [B, at most <paramref name="maxTokens"/>].</returns>
    public static torch.Tensor Generate(
        JanusModel model, torch.Tensor embeds, torch.Tensor attended, int maxTokens, long endId, long padId, Action<torch.Tensor>? observe = null)
    {
        using var scope = torch.NewDisposeScope();
        using var cache = new ConcatenatingCache();
        torch.Tensor running = torch.ones(embeds.shape[0], dtype: torch.ScalarType.Bool, device: embeds.device);
        var tokens = new List<torch.Tensor>();
        while (tokens.Count < maxTokens && running.any().item<bool>())
        {
            using var stepScope = torch.NewDisposeScope();
            long rows = embeds.shape[1];
            torch.Tensor positions = Positions(attended);
            torch.Tensor hidden = model.Forward(
                embeds, cache, positions.narrow(1, positions.shape[1] - rows, rows), AttentionMask.Padded(attended, rows, embeds.dtype));
            torch.Tensor logits = model.TextLogits(hidden.select(1, -1)); // [B, vocabulary]
            observe?.Invoke(logits);

            torch.Tensor next = torch.where(running, logits.argmax(-1), torch.full_like(running, padId, dtype: torch.ScalarType.Int64));
            tokens.Add(next.MoveToOuterDisposeScope());
            running = running.logical_and(next != endId).MoveToOuterDisposeScope();
            embeds = model.EmbedText(next).unsqueeze(1).MoveToOuterDisposeScope(); // [B, 1, hidden]
            attended = torch.cat([attended, torch.ones_like(next).unsqueeze(1)], 1).MoveToOuterDisposeScope();
        }

        return torch.stack(tokens, 1).MoveToOuterDisposeScope();
    }
}
