using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Causal attention of a forward's tokens over what is stored, their own keys and values included: the items are a few
/// tokens of a span times a head of keys and values. Each query goes over its positions by itself, in order.
/// </summary>
internal sealed unsafe class AttentionJob : ITeamJob, IDisposable
{
    /// <summary>Most tokens of an item.</summary>
    private const int Run = 16;

    private readonly LanguageConfig _config;
    private readonly KvMemory _memory;
    private readonly TokenPlan _plan;
    private readonly bool _isBFloat16;

    /// <summary>Per thread: scores of all positions, then the result.</summary>
    private readonly NativeBuffer<float>[] _scratch;

    private readonly List<(int First, int Count)> _runs = [];
    private float* _qkv;
    private int _layer;
    private TokenPanel _target = null!;

    public AttentionJob(LanguageConfig config, KvMemory memory, TokenPlan plan, bool isBFloat16, int threads)
    {
        (_config, _memory, _plan, _isBFloat16) = (config, memory, plan, isBFloat16);
        _scratch = [.. Enumerable.Range(0, threads).Select(_ => new NativeBuffer<float>())];
    }

    /// <summary>Takes up a new plan.</summary>
    public void Prepare()
    {
        _runs.Clear();
        for (int span = 0; span < _plan.Spans; span++)
        {
            for (int first = _plan.First(span), end = _plan.Last(span) + 1; first < end; first += Run)
                _runs.Add((first, Math.Min(Run, end - first)));
        }
    }

    /// <param name="qkv">[tokens, (heads + 2 · kvHeads) · headDim]: the queries, turned and scaled, come first.</param>
    /// <param name="target">Of heads · headDim columns.</param>
    public void Do(ThreadTeam team, int layer, float* qkv, TokenPanel target)
    {
        _layer = layer;
        _qkv = qkv;
        _target = target;
        target.Resize(_plan.Tokens);
        team.Run(this, _runs.Count * _config.KeyValueHeads);
    }

    void ITeamJob.Run(int item, int thread)
    {
        (int first, int count) = _runs[item / _config.KeyValueHeads];
        int keyHead = item % _config.KeyValueHeads, group = _config.Heads / _config.KeyValueHeads;
        int stride = (_config.Heads + (2 * _config.KeyValueHeads)) * _config.HeadDim;
        for (int token = first; token < first + count; token++)
        {
            for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
                Attend(token, keyHead, head, _qkv + ((long)token * stride) + (head * _config.HeadDim), thread);
        }
    }

    private void Attend(int token, int keyHead, int head, float* query, int thread)
    {
        int positions = _plan.Position(token) + 1;
        int padded = KvRow.BlocksFor(positions) * ITransformer.BlockSize;
        float* scores = _scratch[thread].Reserve(KvRow.BlocksFor(_config.MaxPositions) * ITransformer.BlockSize + _memory.ValueWidth);
        var heads = new HeadBlocks(_memory.Head(_layer, keyHead), _memory.KeyBytes, _memory.BlockBytes, _plan.Blocks(token));
        float* result = scores + padded;
        if (_isBFloat16)
            AttentionKernel<BFloat16Format>.Attend(query, _config.HeadDim, heads, positions, scores, result);
        else
            AttentionKernel<Float32Format>.Attend(query, _config.HeadDim, heads, positions, scores, result);

        int at = head * _config.HeadDim;
        if (_config.HeadDim % TokenPanel.GroupSize == 0)
        {
            for (int i = 0; i < _config.HeadDim; i += TokenPanel.GroupSize)
                _target.WriteHalves(token, (at + i) / TokenPanel.GroupSize, result + i);
            return;
        }

        for (int i = 0; i < _config.HeadDim; i++)
        {
            int inGroup = i % TokenPanel.GroupSize;
            _target.Write(token, at + i, result[i - inGroup + (_isBFloat16 ? TokenPanel.HalvesPlace(inGroup) : inGroup)]);
        }
    }

    public void Dispose()
    {
        foreach (NativeBuffer<float> buffer in _scratch)
            buffer.Dispose();
    }
}
