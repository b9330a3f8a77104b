namespace JanusCluster.Client.Tenancy;

/// <summary>The operator's key, and those that tenants were given.</summary>
internal sealed class KeyVerifier(OperatorKey operatorKey) : IKeyVerifier
{
    public ValueTask<KeyHolder?> VerifyAsync(string key, CancellationToken cancellationToken) => new(operatorKey.Verify(key));
}
