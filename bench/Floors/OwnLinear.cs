using JanusCluster.Model.Runtime.Cpu;
using TorchSharp;

namespace JanusCluster.Bench.Floors;

/// <summary>The engine's own CPU kernel. Packing the activations is left out, since it is a part of what comes before the layer.</summary>
internal sealed unsafe class OwnLinear(int rows) : IDisposable
{
    private readonly ThreadTeam _team = new(Environment.ProcessorCount);
    private readonly LinearKernel _kernel = new(Environment.ProcessorCount);
    private readonly NativeBuffer<float> _result = new();
    private readonly Dictionary<int, TokenPanel> _inputs = [];

    public Action<torch.Tensor> Prepare(torch.Tensor weight)
    {
        var matrix = WeightMatrix.Of(weight);
        if (!_inputs.TryGetValue(matrix.Columns, out TokenPanel? input))
            _inputs[matrix.Columns] = input = Fill(new TokenPanel(matrix.Columns, TokenPanel.LayoutFor(matrix.IsBFloat16)));
        var job = new LinearJob(_kernel);
        _result.Reserve((long)rows * matrix.Rows);
        return _ => job.Do(_team, matrix, input, null, _result.Data, matrix.Rows, add: false);
    }

    public void Dispose()
    {
        _team.Dispose();
        _kernel.Dispose();
        _result.Dispose();
        foreach (TokenPanel input in _inputs.Values)
            input.Dispose();
    }

    private TokenPanel Fill(TokenPanel panel)
    {
        panel.Resize(rows);
        float* numbers = stackalloc float[TokenPanel.GroupSize];
        for (int token = 0; token < rows; token++)
        {
            for (int group = 0; group < panel.Groups; group++)
            {
                for (int i = 0; i < TokenPanel.GroupSize; i++)
                    numbers[i] = ((token + group + i) % 7) - 3.5f;
                panel.Write(token, group, numbers);
            }
        }

        return panel;
    }
}
