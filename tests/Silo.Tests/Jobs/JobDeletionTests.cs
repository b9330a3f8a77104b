using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Jobs;

/// <summary>The end of jobs: by hand, and by their age.</summary>
public sealed class JobDeletionTests : IAsyncLifetime
{
    private static readonly SiloSettings Settings = new() { JobLifetime = TimeSpan.FromDays(30), TransientJobLifetime = TimeSpan.FromDays(1) };
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private SimulatedSilos _silos = null!;

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    private OpenJobs Index => _silos.Services.GetRequiredService<OpenJobs>();

    private JobExpiry Expiry => new(
        Index, _silos.Services.GetRequiredService<ExpiryRounds>(), _silos.Grains, Settings, _time, NullLogger<JobExpiry>.Instance);

    public async ValueTask InitializeAsync()
    {
        _silos = await SimulatedSilos.StartAsync();
        await _silos.AddModelAsync(stepMilliseconds: 1);
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task Delete_FinalJob_LeavesTheUsageOnly()
    {
        IJobGrain job = await AnswerAsync("gone", count: 300);
        await job.DeleteAsync();
        await job.DeleteAsync();

        await AssertGoneAsync(job);
        Assert.Equal(["janus:usage:{gone}"], KeysOf("gone"));
        Assert.DoesNotContain("gone", await TextsAsync("janus:ended-jobs"));
        Assert.Equal(300, (await _silos.Grains.GetGrain<ITenantGrain>("gone").GetUsageAsync()).Answers);
    }

    [Fact]
    public async Task Delete_ThenSubmit_MakesTheJobAnew()
    {
        IJobGrain job = await AnswerAsync("again", count: 2);
        await job.DeleteAsync();
        JobStatus status = await job.SubmitAsync(Questions(3) with { Fingerprint = "another" });
        Assert.Equal(3, status.Items.Total);
        JobStatus done = await SimulatedSilos.WaitAsync(job, status => status.IsFinal);
        Assert.Equal((JobState.Completed, 3), (done.State, done.Items.Delivered));
        Assert.All(await job.GetItemsAsync(0, 10), item => Assert.NotNull(item.Answer));
    }

    [Fact]
    public async Task Delete_JobThatRuns_IsAConflictUntilItIsCancelled()
    {
        IJobGrain job = _silos.Job("busy");
        await job.SubmitAsync(_silos.Images(200));
        await job.PauseAsync();
        JanusException e = await Assert.ThrowsAsync<JanusException>(job.DeleteAsync);
        Assert.Equal(ErrorCode.Conflict, e.Code);
        Assert.Equal(200, (await job.GetStatusAsync()).Items.Total);
    }

    [Fact]
    public async Task Delete_ThatBrokeOff_IsFoundByNobodyAndDoneLater()
    {
        IJobGrain job = _silos.Job("broken");
        JobKey key = JobKey.Parse(job.GetPrimaryKeyString());
        var record = new JobRecord
        {
            Model = _silos.Model.Id,
            CodesPerImage = SimulatedSilos.Codes,
            Shards = 1,
            State = JobState.Completed,
            FinishedAt = DateTimeOffset.UnixEpoch,
            IsDeleted = true,
        };
        await Index.AddAsync(record.Model, key, DateTimeOffset.UnixEpoch);
        await Index.CloseAsync(record.Model, key, DateTimeOffset.UnixEpoch);
        await _silos.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains)
            .WriteStateAsync("job", job.GetGrainId(), new GrainState<JobRecord>(record));

        await AssertGoneAsync(job);
        Assert.True(await Expiry.ExpireAsync(Limit) > 0);
        await AssertGoneAsync(job);
        Assert.Empty(KeysOf("broken"));
        Assert.DoesNotContain("broken", await TextsAsync("janus:ended-jobs"));
    }

    [Fact]
    public async Task Expire_FinalForLonger_DeletesThoseAndTransientOnesSooner()
    {
        IJobGrain transient = await AnswerAsync("mixed", 1, isTransient: true), lasting = await AnswerAsync("mixed", 1);
        IJobGrain paused = _silos.Job("mixed");
        await paused.SubmitAsync(_silos.Images(1));
        await paused.PauseAsync();
        await Expiry.ExpireAsync(Limit);
        Assert.True((await transient.GetStatusAsync()).IsFinal);

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await Expiry.ExpireAsync(Limit));
        await AssertGoneAsync(transient);
        Assert.True((await lasting.GetStatusAsync()).IsFinal);

        _time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(1, await Expiry.ExpireAsync(Limit));
        await AssertGoneAsync(lasting);
        Assert.Equal(JobState.Paused, (await paused.GetStatusAsync()).State);
    }

    [Fact]
    public async Task Expire_EndedSinceItWasListedOrOpenAgain_IsKept()
    {
        IJobGrain final = await AnswerAsync("late", 1), open = _silos.Job("late");
        await open.SubmitAsync(_silos.Images(1));
        await open.PauseAsync();
        foreach (IJobGrain job in (IJobGrain[])[final, open])
            await Index.CloseAsync("none", JobKey.Parse(job.GetPrimaryKeyString()), DateTimeOffset.UnixEpoch);

        Assert.Equal(0, await Expiry.ExpireAsync(Limit));
        Assert.True((await final.GetStatusAsync()).IsFinal);
        Assert.Equal(JobState.Paused, (await open.GetStatusAsync()).State);
        Assert.Empty(await Index.ListEndedAsync(DateTimeOffset.UnixEpoch.AddDays(1), 10, 0, isTransient: false));
    }

    [Fact]
    public async Task ListJobs_TransientOnes_AreInAListOfTheirOwn()
    {
        IJobGrain transient = await AnswerAsync("lists", 1, isTransient: true, WorkClass.Interactive), lasting = await AnswerAsync("lists", 1);
        ITenantGrain tenant = _silos.Grains.GetGrain<ITenantGrain>("lists");
        JobStatus listed = Assert.Single(await tenant.ListJobsAsync(0, 10));
        Assert.Equal((JobKey.Parse(lasting.GetPrimaryKeyString()).Job, false, WorkClass.Bulk), (listed.Job, listed.IsTransient, listed.Class));
        JobStatus other = Assert.Single(await tenant.ListJobsAsync(0, 10, transient: true));
        Assert.Equal((JobKey.Parse(transient.GetPrimaryKeyString()).Job, true, WorkClass.Interactive), (other.Job, other.IsTransient, other.Class));
    }

    private JobSpecification Questions(int count) => _silos.Images(1) with
    {
        Requests = [.. Enumerable.Range(0, count).Select(i => new ChatRequest(
            $"q-{i}", [new ChatMessage(ChatRole.User, $"What is {i}?", [])], new ChatSettings(MaxTokens: 2)))],
    };

    private async Task<IJobGrain> AnswerAsync(string tenant, int count, bool isTransient = false, WorkClass workClass = WorkClass.Bulk)
    {
        IJobGrain job = _silos.Job(tenant);
        await job.SubmitAsync(Questions(count) with { IsTransient = isTransient, Class = workClass });
        await SimulatedSilos.WaitAsync(job, status => status.IsFinal);
        // The index follows the state.
        JobKey key = JobKey.Parse(job.GetPrimaryKeyString());
        CancellationToken limit = Limit;
        while (!(await Index.ListEndedAsync(DateTimeOffset.MaxValue.AddYears(-1), 1000, 0, isTransient)).Contains(key))
            await Task.Delay(20, limit);
        return job;
    }

    private static async Task AssertGoneAsync(IJobGrain job)
    {
        foreach (Func<Task> call in (Func<Task>[])[job.GetStatusAsync, job.CancelAsync, job.RetryFailedAsync, () => job.GetItemsAsync(0, 1)])
        {
            JanusException e = await Assert.ThrowsAsync<JanusException>(call);
            Assert.Equal(ErrorCode.NotFound, e.Code);
        }
    }

    private IEnumerable<string> KeysOf(string tenant) => _silos.Services.GetRequiredService<IConnectionMultiplexer>()
        .GetServers()[0].Keys(pattern: $"*{tenant}*").Select(key => key.ToString()).Where(key => !key.Contains("/tenant/", StringComparison.Ordinal));

    private async Task<string> TextsAsync(string key) => string.Join(
        ' ', await _silos.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().SortedSetRangeByRankAsync(key));
}
