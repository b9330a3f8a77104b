using JanusCluster.Contracts;

namespace JanusCluster.Client.Input;

/// <summary>Files that tenants have uploaded.</summary>
internal interface IUploadedImages
{
    /// <exception cref="JanusException">The tenant has no such file, or it is longer than an image may be.</exception>
    Task<byte[]> ReadAsync(string tenant, string file, string field, CancellationToken cancellationToken);
}
