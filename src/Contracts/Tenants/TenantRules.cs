namespace JanusCluster.Contracts.Tenants;

/// <summary>What a tenant's policy must fulfil.</summary>
public static class TenantRules
{
    public const double MinWeight = 0.01;
    public const double MaxWeight = 1000;

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(TenantPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Weight is not (>= MinWeight and <= MaxWeight))
            throw JanusException.Invalid("weight", $"weight must be {MinWeight} to {MaxWeight}; it is {policy.Weight}.");
        CheckLimit("max_concurrent_images", policy.MaxConcurrentImages);
        CheckLimit("max_queued_items", policy.MaxQueuedItems);
        CheckLimit("max_conversations", policy.MaxConversations);
        CheckLimit("requests_per_minute", policy.RequestsPerMinute);
        CheckLimit("max_stored_bytes", policy.MaxStoredBytes);
    }

    private static void CheckLimit(string field, long? limit)
    {
        if (limit < 0)
            throw JanusException.Invalid(field, $"{field} must not be negative; it is {limit}.");
    }
}
