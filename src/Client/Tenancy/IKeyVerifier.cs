namespace JanusCluster.Client.Tenancy;

/// <summary>Says what a key stands for.</summary>
internal interface IKeyVerifier
{
    /// <returns>Null for a key that is not valid, whatever the reason.</returns>
    ValueTask<KeyHolder?> VerifyAsync(string key, CancellationToken cancellationToken);
}
