namespace JanusCluster.Contracts.Tenants;

/// <summary>What a key opens.</summary>
[GenerateSerializer, Flags, Alias(Aliases.ApiKeyScopes)]
public enum ApiKeyScopes
{
    None = 0,
    /// <summary>Images, answers, files, batches and jobs of the key's own tenant.</summary>
    Generate = 1,
    /// <summary>All tenants with their keys and limits.</summary>
    Admin = 2,
}

/// <summary>A key as it may be shown: its secret is known to its holder alone.</summary>
/// <param name="Id">The first part of the key's text.</param>
/// <param name="ExpiresAt">From then on it opens nothing; null for never.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ApiKey)]
public sealed record ApiKey(
    [property: Id(0)] string Id,
    [property: Id(1)] string Tenant,
    [property: Id(2)] string Name,
    [property: Id(3)] ApiKeyScopes Scopes,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset ChangedAt,
    [property: Id(6)] DateTimeOffset? ExpiresAt,
    [property: Id(7)] DateTimeOffset? RevokedAt)
{
    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

/// <summary>What a new key is to be.</summary>
/// <param name="Name">For people; 1 to 100 characters.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ApiKeySettings)]
public sealed record ApiKeySettings(
    [property: Id(0)] string Name,
    [property: Id(1)] ApiKeyScopes Scopes = ApiKeyScopes.Generate,
    [property: Id(2)] DateTimeOffset? ExpiresAt = null);

/// <summary>A key that has just been made. Only here its text is whole; what is stored is a hash.</summary>
/// <param name="Text">What the holder sends: <c>jk-ID-SECRET</c>.</param>
[GenerateSerializer, Immutable, Alias(Aliases.NewApiKey)]
public sealed record NewApiKey([property: Id(0)] ApiKey Key, [property: Id(1)] string Text)
{
    /// <summary>Without the secret, wherever it may be written.</summary>
    public override string ToString() => $"{nameof(NewApiKey)} {Key.Id}";
}

/// <summary>Whom a key speaks for.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ApiKeyHolder)]
public sealed record ApiKeyHolder(
    [property: Id(0)] string Key,
    [property: Id(1)] string Tenant,
    [property: Id(2)] ApiKeyScopes Scopes,
    [property: Id(3)] DateTimeOffset? ExpiresAt);
