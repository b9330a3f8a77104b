using System.Security.Cryptography;
using System.Text;

namespace JanusCluster.Contracts.Batches;

/// <summary>Key of a batch's grain: <c>tenant/batch</c>. The job that makes its results has the same key.</summary>
public readonly record struct BatchKey(string Tenant, string Batch)
{
    /// <summary>A key that no batch has.</summary>
    public static BatchKey Draw(string tenant, DateTimeOffset now) => new(tenant, $"batch_{Guid.CreateVersion7(now):N}");

    /// <summary>The key of the batch that a caller has named: the same name is the same batch.</summary>
    public static BatchKey Of(string tenant, string idempotencyKey) => new(
        tenant, $"batch_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{idempotencyKey}")).AsSpan(0, 16))}");

    /// <exception cref="JanusException">It is no such key.</exception>
    public static BatchKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length == 2
            ? new(Identifier.Validate("tenant", parts[0]), Identifier.Validate("batch", parts[1]))
            : throw JanusException.Invalid("batch", $"'{key}' is not a batch key (tenant/batch).");
    }

    public override string ToString() => $"{Tenant}/{Batch}";
}
