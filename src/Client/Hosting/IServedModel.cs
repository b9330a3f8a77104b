using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Hosting;

/// <summary>The model that a front works with.</summary>
internal interface IServedModel
{
    /// <summary>Waits until the model is loaded.</summary>
    /// <exception cref="JanusException">There is none, or it could not be loaded; the message says why.</exception>
    Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken);
}
