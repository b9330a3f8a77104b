using JanusCluster.Client.Delivery;
using JanusCluster.Client.Tests.Cluster;

namespace JanusCluster.Client.Tests.Delivery;

/// <summary>The models of a cluster that a test makes up.</summary>
internal sealed class FakeDirectory : IModelDirectory
{
    private int _looks;

    /// <summary>What is found, look by look; the last answer is repeated. Null fails.</summary>
    public IReadOnlyList<string[]?> Answers { get; set; } = [[FakeCluster.Description.Id]];

    public Task<IReadOnlyCollection<string>> FindModelsAsync(CancellationToken cancellationToken)
    {
        string[]? answer = Answers[Math.Min(_looks++, Answers.Count - 1)];
        return answer is null
            ? Task.FromException<IReadOnlyCollection<string>>(new TimeoutException())
            : Task.FromResult<IReadOnlyCollection<string>>(answer);
    }
}
