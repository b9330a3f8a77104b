namespace JanusCluster.Contracts.Jobs;

/// <summary>Key of a job's grain: <c>tenant/job</c>.</summary>
public readonly record struct JobKey(string Tenant, string Job)
{
    public static JobKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length == 2
            ? new(Identifier.Validate("tenant", parts[0]), Identifier.Validate("job", parts[1]))
            : throw JanusException.Invalid("job", $"'{key}' is not a job key (tenant/job).");
    }

    public ShardKey Shard(int index) => new(Tenant, Job, index);

    public override string ToString() => $"{Tenant}/{Job}";
}

/// <summary>Key of a shard's grain: <c>tenant/job/shard</c>.</summary>
public readonly record struct ShardKey(string Tenant, string Job, int Shard)
{
    public JobKey JobKey => new(Tenant, Job);

    public static ShardKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length == 3 && int.TryParse(parts[2], out int shard) && shard >= 0
            ? new(Identifier.Validate("tenant", parts[0]), Identifier.Validate("job", parts[1]), shard)
            : throw JanusException.Invalid("job", $"'{key}' is not a shard key (tenant/job/shard).");
    }

    public override string ToString() => $"{Tenant}/{Job}/{Shard}";
}
