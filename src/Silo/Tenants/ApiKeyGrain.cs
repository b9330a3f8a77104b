using System.Security.Cryptography;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Tenants;

/// <inheritdoc cref="IApiKeyGrain"/>
[ControlSiloFilter]
internal sealed class ApiKeyGrain(
    [PersistentState("api-key", StorageNames.Grains)] IPersistentState<ApiKeyRecord> record, TimeProvider time) : Grain, IApiKeyGrain
{
    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => ApiKeyText.IsId(Id)
        ? Task.CompletedTask
        : throw JanusException.Invalid("key", "That is no id of a key.");

    public async Task CreateAsync(ApiKey key, byte[] secretHash)
    {
        if (record.RecordExists)
            throw new JanusException(ErrorCode.Conflict, "There is a key of this id already.", "key");
        record.State = new ApiKeyRecord { Key = key, SecretHash = secretHash };
        await record.WriteStateAsync();
    }

    public Task<ApiKeyHolder?> VerifyAsync(byte[] secretHash)
    {
        if (record.State.Key is not { } key)
        {
            // Ids that somebody guesses must not fill the memory.
            DeactivateOnIdle();
            return Task.FromResult<ApiKeyHolder?>(null);
        }

        bool isRight = CryptographicOperations.FixedTimeEquals(record.State.SecretHash, secretHash);
        return Task.FromResult(isRight && key.IsValidAt(time.GetUtcNow())
            ? new ApiKeyHolder(key.Id, key.Tenant, key.Scopes, key.ExpiresAt)
            : null);
    }

    public Task<ApiKey> GetAsync() => Task.FromResult(Require(null));

    public async Task<ApiKey> RevokeAsync(string tenant)
    {
        ApiKey key = Require(tenant);
        if (key.RevokedAt is not null)
            return key;
        DateTimeOffset now = time.GetUtcNow();
        record.State.Key = key with { RevokedAt = now, ChangedAt = now };
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            // What is remembered may differ from what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }

        return record.State.Key;
    }

    public async Task<bool> ForgetAsync(string tenant)
    {
        if (record.State.Key is { } key && key.Tenant == tenant)
        {
            if (key.IsValidAt(time.GetUtcNow()))
                return false;
            await record.ClearStateAsync();
        }

        DeactivateOnIdle();
        return true;
    }

    /// <param name="tenant">Whose key it must be; null for anyone's.</param>
    private ApiKey Require(string? tenant)
    {
        if (record.State.Key is { } key && (tenant is null || tenant == key.Tenant))
            return key;
        if (!record.RecordExists)
            DeactivateOnIdle();
        throw new JanusException(ErrorCode.NotFound, "There is no such key.", "key");
    }
}

/// <summary>What is stored of a key: of its secret only a hash.</summary>
[GenerateSerializer, Alias("janus.state.api-key")]
internal sealed class ApiKeyRecord
{
    [Id(0)]
    public ApiKey? Key { get; set; }

    /// <summary>SHA-256. The secret has 256 random bits, so nothing slower is called for.</summary>
    [Id(1)]
    public byte[] SecretHash { get; set; } = [];
}
