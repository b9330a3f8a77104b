using JanusCluster.Bench.Measuring;
using JanusCluster.Model;
using TorchSharp;

namespace JanusCluster.Bench.Floors;

/// <summary>One step's linear layers and nothing else, in every way that is known. The fastest is the floor.</summary>
internal sealed class GemmFloor : IDisposable
{
    private readonly torch.Device _device;
    private readonly List<(string Name, Action Pass, List<double> Times)> _candidates = [];
    private readonly List<IDisposable> _owned = [];

    public GemmFloor(JanusModel model, int rows)
    {
        _device = model.Allocation.Device;
        var inputs = new Dictionary<long, torch.Tensor>();
        foreach (LinearCandidate candidate in LinearCandidates.For(model, rows))
        {
            var products = new List<Action>();
            foreach (torch.Tensor weight in LinearWeights.Of(model, candidate.Fused))
            {
                if (!inputs.TryGetValue(weight.shape[1], out torch.Tensor? x))
                {
                    inputs[weight.shape[1]] = x = torch.randn([rows, weight.shape[1]], model.Allocation.Type, _device).DetachFromDisposeScope();
                    _owned.Add(x);
                }

                Action<torch.Tensor> product = candidate.Prepare(weight);
                products.Add(() => product(x));
            }

            if (candidate.Owned is not null)
                _owned.Add(candidate.Owned);
            _candidates.Add((candidate.Name, () => products.ForEach(product => product()), []));
        }

        foreach ((_, Action pass, _) in _candidates)
            pass(); // the first one prepares its kernels
    }

    /// <summary>The name and the median of the fastest way.</summary>
    public (string Name, double Milliseconds) Fastest => All.MinBy(way => way.Milliseconds);

    /// <summary>The median of every way.</summary>
    public IEnumerable<(string Name, double Milliseconds)> All =>
        _candidates.Select(candidate => (candidate.Name, Numbers.Median(candidate.Times)));

    /// <summary>Times each way once.</summary>
    public void Measure()
    {
        foreach ((_, Action pass, List<double> times) in _candidates)
            times.Add(Clock.Milliseconds(_device, pass));
    }

    public void Dispose() => _owned.ForEach(one => one.Dispose());
}
