using System.Text.Json.Serialization;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Tenancy;

/// <summary>A tenant as administrators see it.</summary>
internal sealed record TenantObject(string Name, string Object, PolicyObject Policy, UsageObject Usage);

internal sealed record TenantList(string Object, IReadOnlyList<string> Data, bool HasMore);

/// <summary>A tenant's share and limits; a limit that is null or left out is none.</summary>
/// <param name="Weight">Share of the places while others want them too. Default: 1.</param>
/// <param name="RequestsPerMinute">Of each front.</param>
/// <param name="MaxStoredBytes">Of all files.</param>
internal sealed record PolicyObject(
    double? Weight = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxConcurrentImages = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxQueuedItems = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxConversations = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? RequestsPerMinute = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? MaxStoredBytes = null)
{
    public static PolicyObject Of(TenantPolicy policy) => new(
        policy.Weight, policy.MaxConcurrentImages, policy.MaxQueuedItems, policy.MaxConversations, policy.RequestsPerMinute, policy.MaxStoredBytes);

    public TenantPolicy ToPolicy() => new(
        Weight ?? new TenantPolicy().Weight, MaxConcurrentImages, MaxQueuedItems, MaxConversations, RequestsPerMinute, MaxStoredBytes);
}

/// <summary>What a tenant has used since it exists.</summary>
/// <param name="StoredBytes">Of the files that it keeps now.</param>
internal sealed record UsageObject(
    string Object, string Tenant, long Images, long ImageCodes, long Answers, long PromptTokens, long CompletionTokens, long StoredBytes)
{
    public static UsageObject Of(string tenant, TenantUsage usage) => new(
        "usage", tenant, usage.Images, usage.ImageCodes, usage.Answers, usage.PromptTokens, usage.CompletionTokens, usage.StoredBytes);

    public TenantUsage ToUsage() => new(Images, ImageCodes, Answers, PromptTokens, CompletionTokens, StoredBytes);
}

/// <summary>Body of <c>POST /v1/admin/tenants/{name}/keys</c>.</summary>
/// <param name="Name">For people.</param>
/// <param name="Scopes">generate, admin, or both. Default: generate.</param>
/// <param name="ExpiresAt">Seconds since 1970. Default: never.</param>
internal sealed record KeyBody(string? Name = null, IReadOnlyList<string>? Scopes = null, long? ExpiresAt = null)
{
    // Until the year 9999.
    private const long LatestTime = 253_402_300_799;

    public static KeyBody Of(ApiKeySettings settings) => new(settings.Name, Scope.ListOf(settings.Scopes), settings.ExpiresAt?.ToUnixTimeSeconds());

    /// <exception cref="JanusException">Names the field that is wrong.</exception>
    public ApiKeySettings ToSettings()
    {
        if (ExpiresAt is < 0 or > LatestTime)
            throw JanusException.Invalid("expires_at", "expires_at must be seconds since 1970.");
        return new ApiKeySettings(
            Name ?? throw JanusException.Invalid("name", "name is missing: say whose key it is."),
            Scopes is null ? ApiKeyScopes.Generate : Scope.Parse(Scopes),
            ExpiresAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
    }
}

/// <summary>A key as administrators see it.</summary>
/// <param name="Key">Its whole text: told once, when it is made.</param>
internal sealed record KeyObject(
    string Id, string Object, string Tenant, string Name, IReadOnlyList<string> Scopes, long CreatedAt, long ChangedAt, long? ExpiresAt,
    long? RevokedAt, string? Key)
{
    public static KeyObject Of(ApiKey key, string? text = null) => new(
        key.Id, "api_key", key.Tenant, key.Name,
        Scope.ListOf(key.Scopes), key.CreatedAt.ToUnixTimeSeconds(), key.ChangedAt.ToUnixTimeSeconds(), key.ExpiresAt?.ToUnixTimeSeconds(),
        key.RevokedAt?.ToUnixTimeSeconds(), text);

    public ApiKey ToKey() => new(Id, Tenant, Name, Scope.Parse(Scopes), Time(CreatedAt)!.Value, Time(ChangedAt)!.Value, Time(ExpiresAt), Time(RevokedAt));

    private static DateTimeOffset? Time(long? seconds) => seconds is { } some ? DateTimeOffset.FromUnixTimeSeconds(some) : null;
}

internal sealed record KeyList(string Object, IReadOnlyList<KeyObject> Data);
