using System.Runtime.Intrinsics;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>RMS norm of tokens into a panel: the items are tokens. Statistics, weight and result in float32.</summary>
internal sealed unsafe class NormJob(double epsilon) : ITeamJob
{
    private float* _source;
    private nint _stride;
    private int[]? _rows;
    private float* _weight;
    private TokenPanel _target = null!;

    /// <param name="source">[tokens, stride]; what lies between the target's columns and the stride is zero.</param>
    /// <param name="stride">A multiple of 32.</param>
    /// <param name="rows">The source's row of each token; null: they are taken in order.</param>
    /// <param name="weight">float32 [stride].</param>
    public void Do(ThreadTeam team, float* source, nint stride, int tokens, int[]? rows, float* weight, TokenPanel target)
    {
        _source = source;
        _stride = stride;
        _rows = rows;
        _weight = weight;
        _target = target;
        target.Resize(tokens);
        team.Run(this, tokens);
    }

    void ITeamJob.Run(int item, int thread)
    {
        float* x = _source + ((_rows is null ? item : _rows[item]) * _stride);
        Vector512<float> even = Vector512<float>.Zero, odd = Vector512<float>.Zero;
        for (nint i = 0; i < _stride; i += TokenPanel.GroupSize)
        {
            Vector512<float> a = Vector512.Load(x + i), b = Vector512.Load(x + i + 16);
            even = Vector512.FusedMultiplyAdd(a, a, even);
            odd = Vector512.FusedMultiplyAdd(b, b, odd);
        }

        double mean = FixedSum.Of(even + odd) / (double)_target.Columns;
        var scale = Vector512.Create((float)(1 / Math.Sqrt(mean + epsilon)));
        float* normed = stackalloc float[TokenPanel.GroupSize];
        for (int group = 0; group < _target.Groups; group++)
        {
            int at = group * TokenPanel.GroupSize;
            (Vector512.Load(_weight + at) * (Vector512.Load(x + at) * scale)).Store(normed);
            (Vector512.Load(_weight + at + 16) * (Vector512.Load(x + at + 16) * scale)).Store(normed + 16);
            _target.Write(item, group, normed);
        }
    }
}
