namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>A linear layer over all tokens of a panel: the items are runs of outputs.</summary>
internal sealed unsafe class LinearJob(LinearKernel kernel) : ITeamJob
{
    /// <summary>Outputs of an item.</summary>
    public const int Run = 32;

    private WeightMatrix _weight;
    private TokenPanel _input = null!;
    private float* _bias;
    private float* _target;
    private nint _stride;
    private bool _add;

    /// <param name="bias">float32, or null for none.</param>
    /// <param name="target">[tokens, stride], of which the first outputs are written.</param>
    /// <param name="add">Add to what the target holds.</param>
    public void Do(ThreadTeam team, in WeightMatrix weight, TokenPanel input, float* bias, float* target, nint stride, bool add)
    {
        _weight = weight;
        _input = input;
        _bias = bias;
        _target = target;
        _stride = stride;
        _add = add;
        team.Run(this, (weight.Rows + Run - 1) / Run);
    }

    void ITeamJob.Run(int item, int thread)
    {
        int first = item * Run, count = Math.Min(Run, _weight.Rows - first);
        kernel.Multiply(_weight, first, count, _input, _target + first, _stride, _add, thread);
        if (_bias == null)
            return;

        for (int token = 0; token < _input.Tokens; token++)
        {
            float* numbers = _target + (token * _stride) + first;
            for (int i = 0; i < count; i++)
                numbers[i] += _bias[first + i];
        }
    }
}
