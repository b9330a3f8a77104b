using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>Log probabilities of one step, of the answers that ask for them. Its tensors belong to the step's dispose scope.</summary>
internal sealed class TokenScoring
{
    private readonly List<int> _rows;
    private readonly torch.Tensor _logprobs; // float32 [asking, vocabulary]
    private readonly int _most;

    private TokenScoring(torch.Tensor logits, List<int> rows, int most)
    {
        _rows = rows;
        torch.Tensor asking = logits.index_select(0, torch.tensor(rows.ToArray(), dtype: torch.ScalarType.Int64, device: logits.device));
        _logprobs = asking.to(torch.ScalarType.Float32).log_softmax(1);
        _most = Math.Min(most, (int)logits.shape[1]);
    }

    /// <param name="logits">[answers, vocabulary], as the model gave them.</param>
    /// <returns>Null when nobody asks.</returns>
    public static TokenScoring? Begin(torch.Tensor logits, List<TextSequence> texts)
    {
        List<int>? rows = null;
        int most = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i].Request.TopLogprobs is not { } top)
                continue;
            (rows ??= []).Add(i);
            most = Math.Max(most, top);
        }

        return rows is null ? null : new TokenScoring(logits, rows, most);
    }

    /// <summary>Tells each answer that asks of the id that was drawn for it.</summary>
    /// <param name="ids">One an answer, or <see cref="Sampler.Invalid"/>.</param>
    public void Tell(List<TextSequence> texts, long[] ids)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long[] drawn = [.. _rows.Select(row => Math.Max(0, ids[row]))];
        float[] own = _logprobs.gather(1, torch.tensor(drawn, [drawn.Length, 1], device: _logprobs.device)).cpu().data<float>().ToArray();
        (float[] values, long[] indices) = Top();
        for (int i = 0; i < _rows.Count; i++)
        {
            TextSequence text = texts[_rows[i]];
            var top = new ScoredId[Math.Min(text.Request.TopLogprobs!.Value, _most)];
            for (int rank = 0; rank < top.Length; rank++)
                top[rank] = new ScoredId((int)indices[(i * _most) + rank], values[(i * _most) + rank]);
            text.Scores = new TokenScores(own[i], top);
        }
    }

    /// <summary>The likeliest ids of all rows, [asking, most].</summary>
    private (float[] Values, long[] Indices) Top()
    {
        if (_most == 0)
            return ([], []);
        (torch.Tensor values, torch.Tensor indices) = _logprobs.topk(_most, 1);
        return (values.cpu().contiguous().data<float>().ToArray(), indices.cpu().contiguous().data<long>().ToArray());
    }
}
