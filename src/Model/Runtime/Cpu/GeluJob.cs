namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>GELU of tokens into a panel: the items are tokens.</summary>
internal sealed unsafe class GeluJob : ITeamJob
{
    private float* _source;
    private TokenPanel _target = null!;

    /// <param name="source">[tokens, columns of the target].</param>
    public void Do(ThreadTeam team, float* source, TokenPanel target, int tokens)
    {
        _source = source;
        _target = target;
        target.Resize(tokens);
        team.Run(this, tokens);
    }

    void ITeamJob.Run(int item, int thread)
    {
        float* x = _source + ((nint)item * _target.Columns);
        float* numbers = stackalloc float[TokenPanel.GroupSize];
        for (int group = 0; group < _target.Groups; group++)
        {
            int first = group * TokenPanel.GroupSize, count = Math.Min(TokenPanel.GroupSize, _target.Columns - first);
            for (int i = 0; i < count; i++)
                numbers[i] = Activations.Gelu(x[first + i]);
            _target.Write(item, group, numbers);
        }
    }
}
