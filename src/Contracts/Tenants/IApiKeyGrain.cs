namespace JanusCluster.Contracts.Tenants;

/// <summary>One key. Key: its id, as <see cref="ApiKeyText"/> has it.</summary>
[Alias(Aliases.ApiKeyGrain)]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Called by a tenant: stores the key, durably.</summary>
    /// <param name="secretHash">SHA-256 of the secret.</param>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: the id is taken.</exception>
    [Alias("Create")]
    Task CreateAsync(ApiKey key, byte[] secretHash);

    /// <summary>Whom the key speaks for, or null where it is unknown, revoked or expired, or the secret is another one.</summary>
    /// <param name="secretHash">SHA-256 of the secret; it is compared in constant time.</param>
    [Alias("Verify")]
    Task<ApiKeyHolder?> VerifyAsync(byte[] secretHash);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    [Alias("Get")]
    Task<ApiKey> GetAsync();

    /// <summary>From now on it opens nothing. Durable; revoking twice is the same as once.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>, also where the key is another tenant's.</exception>
    [Alias("Revoke")]
    Task<ApiKey> RevokeAsync(string tenant);

    /// <summary>Called by a tenant: forgets a key that opens nothing any more.</summary>
    /// <returns>False when it is still valid, and kept.</returns>
    [Alias("Forget")]
    Task<bool> ForgetAsync(string tenant);
}
