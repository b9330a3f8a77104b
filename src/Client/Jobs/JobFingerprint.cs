using System.Security.Cryptography;
using System.Text.Json;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Jobs;

/// <summary>Names all that a job asks for: the same requests of the same model have the same fingerprint.</summary>
internal static class JobFingerprint
{
    /// <returns>SHA-256 in lower-case hex.</returns>
    public static string Compute(string model, IEnumerable<ImageRequest> requests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, new { Version = 1, model });
        foreach (ImageRequest request in requests)
            Append(hash, request);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // JSON of one record ends where it ends: no two lists of requests have the same bytes.
    private static void Append<T>(IncrementalHash hash, T value) => hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(value));
}
