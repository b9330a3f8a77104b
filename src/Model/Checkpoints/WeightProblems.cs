using System.Text;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Everything that is wrong between a checkpoint and a model, gathered so that one error tells all of it.</summary>
internal sealed class WeightProblems
{
    /// <summary>Names listed per kind; the rest is counted.</summary>
    private const int Listed = 20;

    private readonly SortedDictionary<string, List<string>> _kinds = new(StringComparer.Ordinal);

    public void Add(string kind, string detail)
    {
        if (!_kinds.TryGetValue(kind, out List<string>? details))
            _kinds[kind] = details = [];
        details.Add(detail);
    }

    /// <exception cref="CheckpointException">Anything was added.</exception>
    public void Throw(string origin, string advice)
    {
        if (_kinds.Count == 0)
            return;
        var message = new StringBuilder($"{origin} does not fit the model. {advice}");
        foreach ((string kind, List<string> details) in _kinds)
        {
            message.Append($"\n{details.Count} {kind}:");
            foreach (string detail in details.Take(Listed))
                message.Append($"\n  {detail}");
            if (details.Count > Listed)
                message.Append($"\n  and {details.Count - Listed} more");
        }

        throw new CheckpointException(message.ToString());
    }
}
