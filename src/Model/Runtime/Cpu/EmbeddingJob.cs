using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>The tokens' embeddings as float32: the items are tokens.</summary>
internal sealed unsafe class EmbeddingJob(WeightMatrix texts, WeightMatrix codes, TokenPlan plan) : ITeamJob
{
    private WeightMatrix[] _features = [];
    private float* _target;
    private nint _stride;

    /// <param name="target">[tokens, stride]; what lies behind the width becomes zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id outside its table.</exception>
    public void Do(ThreadTeam team, float* target, nint stride)
    {
        _target = target;
        _stride = stride;
        if (_features.Length < plan.Spans)
            _features = new WeightMatrix[plan.Spans];
        for (int i = 0; i < plan.Spans; i++)
            _features[i] = plan.Span(i).Features is torch.Tensor features ? WeightMatrix.Of(features) : default;
        team.Run(this, plan.Tokens);
    }

    void ITeamJob.Run(int item, int thread)
    {
        int span = plan.SpanOf(item);
        InputToken token = plan.Span(span).Tokens.Span[item - plan.First(span)];
        (WeightMatrix table, int row) = token.Kind switch
        {
            TokenKind.Text => (texts, Math.Max(0, token.Id)),
            TokenKind.Code => (codes, token.Id),
            _ => (_features[span], token.Id),
        };
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, table.Rows);
        float* target = _target + (item * _stride);
        table.CopyRow(row, target);
        new Span<float>(target + table.Columns, (int)_stride - table.Columns).Clear();
    }
}
