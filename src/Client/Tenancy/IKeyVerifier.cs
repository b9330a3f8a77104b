namespace JanusCluster.Client.Tenancy;

/// <summary>Says what a key stands for.</summary>
internal interface IKeyVerifier
{
    /// <summary>Says it without asking the cluster.</summary>
    /// <returns>Null for a key that is not valid, or has not been seen for a while.</returns>
    KeyHolder? Recall(string key);

    /// <returns>Null for a key that is not valid, whatever the reason.</returns>
    ValueTask<KeyHolder?> VerifyAsync(string key, CancellationToken cancellationToken);
}
