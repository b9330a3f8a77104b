namespace JanusCluster.Contracts.Tenants;

/// <summary>What a new key must fulfil.</summary>
public static class ApiKeyRules
{
    public const int MaxNameLength = 100;
    /// <summary>Keys of one tenant, revoked and expired ones aside.</summary>
    public const int MaxKeys = 1_000;

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(ApiKeySettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Check(!string.IsNullOrWhiteSpace(settings.Name) && settings.Name.Length <= MaxNameLength && !settings.Name.Any(char.IsControl),
            "name", $"A key's name has 1 to {MaxNameLength} characters, none of them a control character.");
        Check(settings.Scopes != ApiKeyScopes.None && (settings.Scopes & ~(ApiKeyScopes.Generate | ApiKeyScopes.Admin)) == 0,
            "scopes", "A key's scopes are generate, admin, or both.");
        Check(!(settings.ExpiresAt <= now), "expires_at", "The key would have expired already.");
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
