using JanusCluster.Client.Hosting;
using JanusCluster.Client.OpenAi.Models;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Remote;

/// <summary>The model of a cluster, as its front tells.</summary>
/// <param name="wanted">Its name or id; null takes the only one there is.</param>
internal sealed class RemoteModel(ApiClient api, string? wanted) : IServedModel
{
    private ModelDescription? _found;

    public async Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) => _found ??= ClusterModel.Choose(
        [.. (await api.GetAsync<ModelList>("models", cancellationToken)).Data.Select(model => model.ToDescription())], wanted);
}
