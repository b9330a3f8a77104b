using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Http;

namespace JanusCluster.Client.Tenancy;

/// <summary>
/// The operator's own keys, from mounted files: one opens a cluster that has no keys yet, and works as the tenant that the local
/// command line is; the other is for what watches and scales the cluster. Kept as their digests.
/// </summary>
internal sealed class OperatorKeys
{
    private const int MinLength = 24;
    private static readonly KeyHolder Admin = new("operator", "local", [Scope.Generate, Scope.Admin]);
    private static readonly KeyHolder Metrics = new("metrics", "local", [Scope.Metrics]);

    private readonly (byte[] Digest, KeyHolder Holder)[] _keys;

    /// <exception cref="ValidationException">A file cannot be read, or its key is too short.</exception>
    public OperatorKeys(HttpSettings settings) =>
        _keys =
        [
            .. Read(settings.AdminKeyFile, nameof(HttpSettings.AdminKeyFile), Admin),
            .. Read(settings.MetricsKeyFile, nameof(HttpSettings.MetricsKeyFile), Metrics),
        ];

    /// <returns>Null when it is another key.</returns>
    public KeyHolder? Verify(string key)
    {
        if (_keys.Length == 0)
            return null;
        byte[] digest = Digest(key);
        return Array.Find(_keys, known => CryptographicOperations.FixedTimeEquals(digest, known.Digest)).Holder;
    }

    private static IEnumerable<(byte[], KeyHolder)> Read(string? path, string setting, KeyHolder holder)
    {
        if (path is null)
            yield break;
        string key;
        try
        {
            key = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ValidationException($"Front:Http:{setting}: {path} cannot be read: {e.Message}", e);
        }

        if (key.Length < MinLength)
            throw new ValidationException($"Front:Http:{setting}: the key in {path} is shorter than {MinLength} characters.");
        yield return (Digest(key), holder);
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
