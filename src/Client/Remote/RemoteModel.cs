using JanusCluster.Client.Hosting;
using JanusCluster.Client.OpenAi.Models;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Remote;

/// <summary>The model of a cluster, as its front tells.</summary>
/// <param name="wanted">Its name or id; null takes the only one there is.</param>
internal sealed class RemoteModel(ApiClient api, string? wanted, TimeProvider time) : IServedModel
{
    private ModelDescription? _found;

    public async Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        if (_found is not null)
            return _found;
        ModelList models = await ClusterCall.RepeatAsync(() => api.GetAsync<ModelList>("models", cancellationToken), time, cancellationToken);
        return _found = ClusterModel.Choose([.. models.Data.Select(model => model.ToDescription())], wanted);
    }
}
