using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Http;

namespace JanusCluster.Client.Tenancy;

/// <summary>The operator's own key, from a mounted file: it opens a cluster that has no keys yet. It works
/// as the tenant that the local command line is. Kept as its digest.</summary>
internal sealed class OperatorKey
{
    private const int MinLength = 24;
    private static readonly KeyHolder Holder = new("operator", "local", [Scope.Generate, Scope.Admin]);

    private readonly byte[]? _digest;

    /// <exception cref="ValidationException">The file cannot be read, or its key is too short.</exception>
    public OperatorKey(HttpSettings settings)
    {
        if (settings.AdminKeyFile is not { } path)
            return;
        string key;
        try
        {
            key = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ValidationException($"Front:Http:AdminKeyFile: {path} cannot be read: {e.Message}", e);
        }

        if (key.Length < MinLength)
            throw new ValidationException($"Front:Http:AdminKeyFile: the key in {path} is shorter than {MinLength} characters.");
        _digest = Digest(key);
    }

    /// <returns>Null when it is another key.</returns>
    public KeyHolder? Verify(string key) => _digest is not null && CryptographicOperations.FixedTimeEquals(Digest(key), _digest) ? Holder : null;

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
