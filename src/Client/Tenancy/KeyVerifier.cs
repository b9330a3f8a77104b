using System.Security.Cryptography;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Tenants;
using Microsoft.Extensions.Caching.Memory;

namespace JanusCluster.Client.Tenancy;

/// <summary>
/// The operator's key, and those that tenants were given. A key that was found is believed for some seconds: a revoked one
/// works for so long at the fronts that have just seen it.
/// </summary>
internal sealed class KeyVerifier(OperatorKeys operatorKeys, IGrainFactory grains, TimeProvider time) : IKeyVerifier, IDisposable
{
    private const int MaxKnown = 10_000;
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxKnown });

    public void Dispose() => _known.Dispose();

    public KeyHolder? Recall(string key) => operatorKeys.Verify(key) ?? (ApiKeyText.TryParse(key, out string id, out byte[] hash) ? Recall(id, hash) : null);

    public async ValueTask<KeyHolder?> VerifyAsync(string key, CancellationToken cancellationToken)
    {
        if (operatorKeys.Verify(key) is { } operatorHolder)
            return operatorHolder;
        if (!ApiKeyText.TryParse(key, out string id, out byte[] hash))
            return null;
        if (Recall(id, hash) is { } known)
            return known;
        if (await AskAsync(id, hash, cancellationToken) is not { } found)
            return null;
        TimeSpan life = found.ExpiresAt is { } end && end - time.GetUtcNow() is var left && left < Trust ? left : Trust;
        if (life > TimeSpan.Zero)
            _known.Set(id, (hash, found.Holder), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = life });
        return found.Holder;
    }

    private KeyHolder? Recall(string id, byte[] hash) =>
        _known.TryGetValue(id, out (byte[] Hash, KeyHolder Holder) known) && CryptographicOperations.FixedTimeEquals(known.Hash, hash) ? known.Holder : null;

    private async Task<(KeyHolder Holder, DateTimeOffset? ExpiresAt)?> AskAsync(string id, byte[] hash, CancellationToken cancellationToken)
    {
        IApiKeyGrain grain = grains.GetGrain<IApiKeyGrain>(id);
        if (await ClusterCall.RepeatAsync(() => grain.VerifyAsync(hash), time, cancellationToken) is not { } holder)
            return null;
        TenantPolicy policy = await ClusterCall.RepeatAsync(grains.GetGrain<ITenantGrain>(holder.Tenant).GetPolicyAsync, time, cancellationToken);
        return (new KeyHolder(holder.Key, holder.Tenant, Scope.ListOf(holder.Scopes), policy.RequestsPerMinute), holder.ExpiresAt);
    }
}
