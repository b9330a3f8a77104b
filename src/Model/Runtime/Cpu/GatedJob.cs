namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>silu(gate) · up of the feed-forward network, from the fused weight to the panel of the next layer: the items are groups of it.</summary>
internal sealed unsafe class GatedJob : ITeamJob, IDisposable
{
    private const int Run = TokenPanel.GroupSize;

    private readonly LinearKernel _kernel;

    /// <summary>Per thread: gates and ups of one group, [tokens, 2, 32].</summary>
    private readonly NativeBuffer<float>[] _both;

    private WeightMatrix _weight;
    private TokenPanel _input = null!;
    private TokenPanel _target = null!;

    public GatedJob(LinearKernel kernel, int threads)
    {
        _kernel = kernel;
        _both = [.. Enumerable.Range(0, threads).Select(_ => new NativeBuffer<float>())];
    }

    /// <param name="weight">The gates' rows, then as many of the ups.</param>
    /// <param name="target">Its columns are half the weight's rows.</param>
    public void Do(ThreadTeam team, in WeightMatrix weight, TokenPanel input, TokenPanel target)
    {
        (_weight, _input, _target) = (weight, input, target);
        target.Resize(input.Tokens);
        team.Run(this, target.Groups);
    }

    void ITeamJob.Run(int item, int thread)
    {
        int half = _weight.Rows / 2, first = item * Run, count = Math.Min(Run, half - first);
        float* gates = _both[thread].Reserve((long)_input.Tokens * 2 * Run);
        float* ups = gates + Run;
        _kernel.Multiply(_weight, first, count, _input, gates, 2 * Run, add: false, thread);
        _kernel.Multiply(_weight, half + first, count, _input, ups, 2 * Run, add: false, thread);
        for (int token = 0; token < _input.Tokens; token++, gates += 2 * Run)
        {
            Activations.GateBySilu(gates, gates + Run, Run);
            _target.Write(token, item, gates);
        }
    }

    public void Dispose()
    {
        foreach (NativeBuffer<float> buffer in _both)
            buffer.Dispose();
    }
}
