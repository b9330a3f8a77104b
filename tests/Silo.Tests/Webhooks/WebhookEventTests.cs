using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Webhooks;
using JanusCluster.Silo.Batches;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace JanusCluster.Silo.Tests.Webhooks;

/// <summary>What jobs and batches tell when they end.</summary>
public sealed class WebhookEventTests(ClockedSilo silo) : IClassFixture<ClockedSilo>
{
    private readonly string _tenant = $"t{Guid.NewGuid():N}";

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    private IWebhooksGrain Webhooks => silo.Grains.GetGrain<IWebhooksGrain>(_tenant);

    private OpenJobs OpenJobs => silo.Services.GetRequiredService<OpenJobs>();

    [Fact]
    public async Task Job_CompletesOrIsCancelled_TellsItOnce()
    {
        string webhook = await CreateAsync();
        IJobGrain done = Job("done"), cancelled = Job("cancelled"), transient = Job("transient");
        await done.SubmitAsync(silo.Job(2));
        await transient.SubmitAsync(silo.Job(1, "t") with { IsTransient = true });
        await silo.DeliverAsync(done, Limit);
        await silo.DeliverAsync(transient, Limit);
        await cancelled.SubmitAsync(silo.Job(1, "c"));
        await cancelled.PauseAsync();
        await cancelled.CancelAsync();
        await silo.DeliverAsync(cancelled, Limit);
        await done.ReofferAsync();
        await cancelled.ReofferAsync();

        Assert.Equal([(WebhookEventTypes.JobCancelled, "cancelled"), (WebhookEventTypes.JobCompleted, "done")], await TakeAllAsync(webhook, 2));
    }

    [Fact]
    public async Task Job_CrashedBeforeItToldItsEnd_TellsItWhenItIsToOfferAgain()
    {
        const string Model = "served-by-nobody";
        string webhook = await CreateAsync();
        var key = new JobKey(_tenant, "crashed");
        var record = new JobRecord { Model = Model, CodesPerImage = 1, State = JobState.Expired, FinishedAt = silo.Time.GetUtcNow() };
        await OpenJobs.AddAsync(Model, key, record.FinishedAt.Value);
        await silo.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains)
            .WriteStateAsync("job", Job("crashed").GetGrainId(), new GrainState<JobRecord>(record));

        Assert.Equal(JobState.Expired, (await Job("crashed").GetStatusAsync()).State);
        Assert.False(await Job("crashed").DeleteIfEndedAsync(record.FinishedAt.Value));
        Assert.Contains(key, await OpenJobs.ListOpenAsync(Model));
        await Job("crashed").ReofferAsync();
        Assert.DoesNotContain(key, await OpenJobs.ListOpenAsync(Model));
        Assert.Equal([(WebhookEventTypes.JobExpired, "crashed")], await TakeAllAsync(webhook, 1));
    }

    [Fact]
    public async Task Batch_Ends_TellsHow()
    {
        string webhook = await CreateAsync();
        IBatchGrain cancelled = await BatchAsync("cancelled"), failed = await BatchAsync("failed"), expired = await BatchAsync("expired");
        BatchLease lease = (await cancelled.LeaseAsync())!;
        await cancelled.CancelAsync();
        await cancelled.PlanAsync(lease.Epoch, Plan());
        await failed.FailAsync((await failed.LeaseAsync())!.Epoch, 1, [new BatchError("invalid_line", "bad", null, 1)]);
        silo.Time.Advance(TimeSpan.FromHours(25));
        Assert.Null(await expired.LeaseAsync());

        Assert.Equal(
            [(WebhookEventTypes.BatchCancelled, "cancelled"), (WebhookEventTypes.BatchExpired, "expired"), (WebhookEventTypes.BatchFailed, "failed")],
            await TakeAllAsync(webhook, 3));
    }

    [Fact]
    public async Task Batch_Completes_TellsItsJobAndItself()
    {
        string webhook = await CreateAsync();
        IBatchGrain batch = await BatchAsync("whole");
        BatchLease submit = (await batch.PlanAsync((await batch.LeaseAsync())!.Epoch, Plan()))!;
        await Job("whole").SubmitAsync(silo.Job(1));
        await batch.StartAsync(submit.Epoch);
        await silo.DeliverAsync(Job("whole"), Limit);
        BatchLease finalize = (await batch.LeaseAsync())!;
        await batch.FinishAsync(finalize.Epoch, new BatchOutcome(true, false, new BatchCounts(1, 1, 0)));
        Assert.Equal([(WebhookEventTypes.BatchCompleted, "whole"), (WebhookEventTypes.JobCompleted, "whole")], await TakeAllAsync(webhook, 2));
    }

    [Fact]
    public async Task Batch_CrashedBeforeItToldItsEnd_TellsItAtTheNextLook()
    {
        string webhook = await CreateAsync();
        var key = new BatchKey(_tenant, "crashed");
        DateTimeOffset now = silo.Time.GetUtcNow();
        BatchRecord record = BatchLife.Begin(new BatchSpecification("file-1", "/v1/images/generations", "24h", TimeSpan.FromHours(24)), now);
        record.Expire(now);
        await silo.Services.GetRequiredService<BatchIndex>().AddAsync(key, now);
        await silo.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains)
            .WriteStateAsync("batch", Batch("crashed").GetGrainId(), new GrainState<BatchRecord>(record));

        Assert.Null(await Batch("crashed").LeaseAsync());
        Assert.Equal([(WebhookEventTypes.BatchExpired, "crashed")], await TakeAllAsync(webhook, 1));
        Assert.DoesNotContain(key.ToString(), await silo.Grains.GetGrain<IOpenBatchesGrain>(IOpenBatchesGrain.Key).ListDueAsync(100));
    }

    private async Task<string> CreateAsync() =>
        (await Webhooks.CreateAsync(new WebhookSettings("https://hooks.example/", WebhookEventTypes.All))).Webhook.Id;

    /// <summary>Waits until there are so many, since a job's end is told after it is seen; then nothing else may be there.</summary>
    private async Task<(string, string)[]> TakeAllAsync(string webhook, int count)
    {
        CancellationToken limit = Limit;
        while ((await Webhooks.GetAsync(webhook)).Tally.Waiting < count)
            await Task.Delay(20, limit);
        WebhookWork work = (await Webhooks.TakeAsync(webhook, 100))!;
        return [.. work.Deliveries.Select(delivery => (delivery.Event.Type, delivery.Event.Subject)).Order()];
    }

    private BatchPlan Plan() => new(silo.Model, "plan", "d1", 1, 1, []);

    private async Task<IBatchGrain> BatchAsync(string name)
    {
        var file = FileKey.Draw(_tenant, silo.Time.GetUtcNow());
        await silo.Grains.GetGrain<IFileGrain>(file.ToString()).BeginAsync(new FileUpload("in.jsonl", FilePurpose.Batch, "application/jsonl", 2));
        await silo.StoreAsync(file, "{}");
        await Batch(name).CreateAsync(new BatchSpecification(file.File, "/v1/images/generations", "24h", TimeSpan.FromHours(24)));
        return Batch(name);
    }

    private IBatchGrain Batch(string name) => silo.Grains.GetGrain<IBatchGrain>(new BatchKey(_tenant, name).ToString());

    private IJobGrain Job(string name) => silo.Grains.GetGrain<IJobGrain>(new JobKey(_tenant, name).ToString());
}
