using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Standalone.Hosting;

/// <summary>For commands that only look at what is stored.</summary>
internal sealed class NoModel : IServedModel
{
    public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromException<ModelDescription>(new JanusException(ErrorCode.Unavailable, "This command runs without a model."));
}
