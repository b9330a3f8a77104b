using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Tenants;

/// <inheritdoc cref="ITenantGrain"/>
[ControlSiloFilter]
internal sealed class TenantGrain(
    [PersistentState("tenant", StorageNames.Grains)] IPersistentState<TenantRecord> record, OpenJobs jobs,
    ConversationIndex conversations,
    TenantUsageReader usage,
    TenantIndex tenants,
    TenantKeys keys) : Grain, ITenantGrain
{
    private bool _isListed;

    private string Name => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Identifier.Validate("tenant", Name);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ConversationSummary>> ListConversationsAsync(int offset, int count) =>
        conversations.ListAsync(Name, Math.Max(0, offset), Math.Clamp(count, 1, JobLimits.MaxItemsPerPage));

    public async Task<IReadOnlyList<JobStatus>> ListJobsAsync(int offset, int count, bool transient)
    {
        IReadOnlyList<JobKey> keys =
            await jobs.ListAsync(Name, Math.Max(0, offset), Math.Clamp(count, 1, JobLimits.MaxItemsPerPage), transient);
        JobStatus?[] statuses = await Task.WhenAll(keys.Select(ReadAsync));
        return [.. statuses.OfType<JobStatus>()];
    }

    public Task<TenantPolicy> GetPolicyAsync() => Task.FromResult(record.State.Policy);

    public async Task SetPolicyAsync(TenantPolicy policy)
    {
        TenantRules.Validate(policy);
        await ListSelfAsync();
        record.State.Policy = policy;
        await record.WriteStateAsync();
    }

    public Task<TenantUsage> GetUsageAsync() => usage.ReadAsync(Name);

    public async Task ReserveItemsAsync(string job, int items)
    {
        Dictionary<string, int> open = record.State.OpenItems;
        if (record.State.Policy.MaxQueuedItems is { } most && Others(job) + items > most)
        {
            await ForgetEndedAsync();
            if (Others(job) is var others && others + items > most)
            {
                throw new JanusException(ErrorCode.LimitExceeded,
                    $"Tenant {Name} may have {most} unfinished items; it has {others}, and {items} more are asked for. Send them when some are finished.", "items");
            }
        }

        await ListSelfAsync();
        open[job] = items;
        await record.WriteStateAsync();
    }

    public async Task ReportOpenItemsAsync(string job, int items)
    {
        if (items > 0)
        {
            record.State.OpenItems[job] = items; // the next write keeps it; it only ever falls
            return;
        }

        if (record.State.OpenItems.Remove(job))
            await record.WriteStateAsync();
    }

    public async Task OpenConversationAsync(string conversation)
    {
        await ListSelfAsync();
        if (record.State.Policy.MaxConversations is { } most && !await conversations.ContainsAsync(ConversationKey.Parse(conversation))
            && await conversations.CountAsync(Name) is var kept && kept >= most)
        {
            throw new JanusException(ErrorCode.LimitExceeded,
                $"Tenant {Name} may keep {most} conversations, and has {kept}. Delete one first.", "conversation");
        }
    }

    public async Task<NewApiKey> CreateKeyAsync(ApiKeySettings settings)
    {
        await ListSelfAsync();
        return await keys.CreateAsync(Name, settings);
    }

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync() => keys.ListAsync(Name);

    public Task<ApiKey> RevokeKeyAsync(string key) => keys.RevokeAsync(Name, key);

    /// <summary>Has the tenant be among all tenants from its first use on.</summary>
    private async Task ListSelfAsync()
    {
        if (_isListed)
            return;
        await tenants.AddAsync(Name);
        _isListed = true;
    }

    private int Others(string job) => record.State.OpenItems.Where(entry => entry.Key != job).Sum(entry => entry.Value);

    /// <summary>Looks whether the jobs still need what they have reserved: one may have broken off before it was accepted.</summary>
    private async Task ForgetEndedAsync()
    {
        foreach (string job in record.State.OpenItems.Keys.ToList())
        {
            ItemCounts? items = await ReadAsync(new JobKey(Name, job)) is { IsFinal: false } status ? status.Items : null;
            if (items is null)
                record.State.OpenItems.Remove(job);
            else
                record.State.OpenItems[job] = items.Queued;
        }
    }

    /// <summary>Null for a job that is in the index but was never accepted: its submission broke off.</summary>
    private async Task<JobStatus?> ReadAsync(JobKey key)
    {
        try
        {
            return await GrainFactory.GetGrain<IJobGrain>(key.ToString()).GetStatusAsync();
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}

/// <summary>What is stored of a tenant.</summary>
[GenerateSerializer, Alias("janus.state.tenant")]
internal sealed class TenantRecord
{
    [Id(0)]
    public TenantPolicy Policy { get; set; } = new();

    /// <summary>Unfinished items by job.</summary>
    [Id(1)]
    public Dictionary<string, int> OpenItems { get; set; } = [];
}
