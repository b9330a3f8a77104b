using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Silo.Tenants;

/// <summary>Makes, lists and revokes the keys of tenants.</summary>
internal sealed class TenantKeys(ApiKeyIndex index, IGrainFactory grains, TimeProvider time)
{
    /// <exception cref="JanusException">As <see cref="ITenantGrain.CreateKeyAsync"/>.</exception>
    public async Task<NewApiKey> CreateAsync(string tenant, ApiKeySettings settings)
    {
        DateTimeOffset now = time.GetUtcNow();
        ApiKeyRules.Validate(settings, now);
        await MakeRoomAsync(tenant);
        (string id, string text) = ApiKeyText.Draw();
        if (!ApiKeyText.TryParse(text, out _, out byte[] secretHash))
            throw new JanusException(ErrorCode.Internal, "A key was drawn that is none.");
        var key = new ApiKey(id, tenant, settings.Name, settings.Scopes, now, now, settings.ExpiresAt, null);
        // In the index first: a key that opens something must be seen, and be possible to revoke.
        await index.AddAsync(tenant, id, now);
        await grains.GetGrain<IApiKeyGrain>(id).CreateAsync(key, secretHash);
        return new NewApiKey(key, text);
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(string tenant)
    {
        ApiKey?[] keys = await Task.WhenAll((await index.ListAsync(tenant)).Select(ReadAsync));
        return [.. keys.OfType<ApiKey>()];
    }

    /// <exception cref="JanusException">As <see cref="ITenantGrain.RevokeKeyAsync"/>.</exception>
    public Task<ApiKey> RevokeAsync(string tenant, string key) => ApiKeyText.IsId(key)
        ? grains.GetGrain<IApiKeyGrain>(key).RevokeAsync(tenant)
        : throw new JanusException(ErrorCode.NotFound, "There is no such key.", "key");

    /// <summary>When a tenant has as many keys as it may, those that open nothing any more are forgotten.</summary>
    private async Task MakeRoomAsync(string tenant)
    {
        IReadOnlyList<string> known = await index.ListAsync(tenant);
        if (known.Count < ApiKeyRules.MaxKeys)
            return;
        int kept = known.Count;
        foreach (string id in known)
        {
            if (!await grains.GetGrain<IApiKeyGrain>(id).ForgetAsync(tenant))
                continue;
            await index.RemoveAsync(tenant, id);
            kept--;
        }

        if (kept >= ApiKeyRules.MaxKeys)
        {
            throw new JanusException(ErrorCode.LimitExceeded,
                $"Tenant {tenant} has {kept} keys, as many as it may have. Revoke one first.", "key");
        }
    }

    /// <summary>Null for a key that is in the index but was never stored.</summary>
    private async Task<ApiKey?> ReadAsync(string id)
    {
        try
        {
            return await grains.GetGrain<IApiKeyGrain>(id).GetAsync();
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}
