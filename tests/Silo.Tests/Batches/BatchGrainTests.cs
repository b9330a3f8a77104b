using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Batches;

public sealed class BatchGrainTests(ClockedSilo silo) : IClassFixture<ClockedSilo>
{
    private readonly string _tenant = $"t{Guid.NewGuid():N}";

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task Steps_InOrder_LeadToCompletion()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        Assert.Contains(key.ToString(), await ListDueAsync());
        BatchLease validate = (await batch.LeaseAsync())!;
        Assert.Equal((BatchStep.Validate, BatchState.Validating), (validate.Step, validate.Batch.State));
        Assert.Null(await batch.LeaseAsync());
        Assert.DoesNotContain(key.ToString(), await ListDueAsync());

        BatchLease submit = (await batch.PlanAsync(validate.Epoch, Plan(lines: 3, requests: 2)))!;
        Assert.Equal((BatchStep.Submit, 2), (submit.Step, submit.Plan!.Requests));
        await Job(key).SubmitAsync(silo.Job(2));
        await batch.StartAsync(submit.Epoch);
        BatchStatus running = await batch.GetAsync();
        Assert.Equal((BatchState.InProgress, 3, 1), (running.State, running.Counts.Total, running.Counts.Failed));
        Assert.NotNull(running.Times.InProgressAt);

        await silo.DeliverAsync(Job(key), Limit);
        Assert.Equal(new BatchCounts(3, 2, 1), (await batch.GetAsync()).Counts);
        BatchLease finalize = (await batch.LeaseAsync())!;
        Assert.Equal((BatchStep.Finalize, BatchState.Finalizing), (finalize.Step, finalize.Batch.State));
        Assert.Null(finalize.Batch.OutputFile);
        await batch.FinishAsync(finalize.Epoch, new BatchOutcome(true, false, new BatchCounts(3, 2, 1)));

        BatchStatus done = await batch.GetAsync();
        Assert.Equal((BatchState.Completed, finalize.OutputFile, null), (done.State, done.OutputFile, done.ErrorFile));
        Assert.Single(done.Errors);
        Assert.True(done.Times.CompletedAt >= done.Times.FinalizingAt && done.Times.FinalizingAt >= done.Times.InProgressAt);
        Assert.Null(await batch.LeaseAsync());
        silo.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(key.ToString(), await ListDueAsync());
    }

    [Fact]
    public async Task Lease_RanOut_TheNextFrontTakesTheStepAndTheEarlierIsRefused()
    {
        (_, IBatchGrain batch, _) = await CreateAsync();
        BatchLease first = (await batch.LeaseAsync())!;
        silo.Time.Advance(TimeSpan.FromSeconds(50));
        await batch.RenewAsync(first.Epoch);
        silo.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(await batch.LeaseAsync());
        silo.Time.Advance(TimeSpan.FromSeconds(20));
        BatchLease second = (await batch.LeaseAsync())!;
        Assert.True(second.Epoch > first.Epoch);

        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => batch.RenewAsync(first.Epoch)));
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => batch.PlanAsync(first.Epoch, Plan(9, 9))));
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => batch.FailAsync(first.Epoch, 0, [])));
        await batch.ReleaseAsync(first.Epoch, TimeSpan.Zero);
        Assert.Null(await batch.LeaseAsync());
        Assert.Equal(2, (await batch.PlanAsync(second.Epoch, Plan(2, 2)))!.Plan!.Lines);
    }

    [Fact]
    public async Task Release_Step_IsHandedOutAgainAfterThePause()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        for (int i = 0; i < 8; i++)
        {
            BatchLease lease = (await batch.LeaseAsync())!;
            await batch.ReleaseAsync(lease.Epoch, TimeSpan.FromMinutes(5));
            Assert.DoesNotContain(key.ToString(), await ListDueAsync());
        }

        silo.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Contains(key.ToString(), await ListDueAsync());
    }

    [Fact]
    public async Task Lease_LostAgainAndAgain_FailsTheBatch()
    {
        (_, IBatchGrain batch, _) = await CreateAsync();
        int leases = 0;
        while (await batch.LeaseAsync() is not null)
        {
            Assert.InRange(++leases, 1, 10);
            silo.Time.Advance(TimeSpan.FromMinutes(2));
        }

        BatchStatus failed = await batch.GetAsync();
        Assert.Equal((BatchState.Failed, "server_error"), (failed.State, failed.Errors[0].Code));
    }

    [Fact]
    public async Task Create_SameAgain_IsTheSameBatchAndAnotherAConflict()
    {
        (BatchKey key, IBatchGrain batch, BatchSpecification wanted) = await CreateAsync();
        BatchStatus again = await batch.CreateAsync(wanted with { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } });
        Assert.Equal(key.Batch, again.Id);
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => batch.CreateAsync(wanted with { CompletionWindow = "1h", Window = TimeSpan.FromHours(1) })));
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => batch.CreateAsync(wanted with { Metadata = null })));
        Assert.Equal(BatchKey.Of(_tenant, "mine"), BatchKey.Of(_tenant, "mine"));
        Assert.NotEqual(BatchKey.Of(_tenant, "mine").Batch, BatchKey.Of($"{_tenant}x", "mine").Batch);
    }

    [Theory]
    [InlineData("file-none", "/v1/images/generations", 24, "input_file_id")]
    [InlineData("", "/v1/images/generations", 24, "input_file_id")]
    [InlineData(null, "/v1/embeddings", 24, "endpoint")]
    [InlineData(null, "/v1/images/generations", 0, "completion_window")]
    [InlineData(null, "/v1/images/generations", 1000, "completion_window")]
    public async Task Create_WrongField_IsNamed(string? input, string endpoint, int hours, string field)
    {
        var wanted = new BatchSpecification(input ?? await UploadAsync(), endpoint, $"{hours}h", TimeSpan.FromHours(hours));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => Grain(BatchKey.Draw(_tenant, silo.Time.GetUtcNow())).CreateAsync(wanted));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }

    [Fact]
    public async Task Create_AnotherTenantsInput_IsAsIfThereWereNone()
    {
        string input = await UploadAsync();
        var wanted = new BatchSpecification(input, "/v1/images/generations", "24h", TimeSpan.FromHours(24));
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => Grain(BatchKey.Draw($"{_tenant}x", silo.Time.GetUtcNow())).CreateAsync(wanted));
        Assert.Equal("input_file_id", e.Field);
    }

    [Fact]
    public async Task Cancel_BeforeThePlan_NothingIsMade()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        BatchLease validate = (await batch.LeaseAsync())!;
        Assert.Equal(BatchState.Cancelling, (await batch.CancelAsync()).State);
        Assert.Null(await batch.PlanAsync(validate.Epoch, Plan(2, 2)));
        Assert.Equal(BatchState.Cancelled, (await batch.GetAsync()).State);
        Assert.Equal(BatchState.Cancelled, (await batch.CancelAsync()).State);
        Assert.Equal(ErrorCode.NotFound, await FailsAsync(() => Job(key).GetStatusAsync()));
    }

    [Fact]
    public async Task Cancel_BetweenPlanAndJob_TheJobIsMadeAndCancelled()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        BatchLease validate = (await batch.LeaseAsync())!;
        BatchLease late = (await batch.PlanAsync(validate.Epoch, Plan(2, 2)))!;
        await batch.CancelAsync();
        silo.Time.Advance(TimeSpan.FromMinutes(2));
        BatchLease submit = (await batch.LeaseAsync())!;
        Assert.Equal(BatchStep.Submit, submit.Step);
        await Job(key).SubmitAsync(silo.Job(2)); // whichever front it was
        await batch.StartAsync(submit.Epoch);
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => batch.StartAsync(late.Epoch)));

        Assert.True((await Job(key).GetStatusAsync()).IsCancelled);
        await silo.DeliverAsync(Job(key), Limit);
        BatchLease finalize = (await batch.LeaseAsync())!;
        Assert.Equal((BatchStep.Finalize, BatchState.Cancelling), (finalize.Step, finalize.Batch.State));
        await batch.FinishAsync(finalize.Epoch, new BatchOutcome(false, true, new BatchCounts(2, 0, 2)));
        BatchStatus done = await batch.GetAsync();
        Assert.Equal((BatchState.Cancelled, finalize.ErrorFile), (done.State, done.ErrorFile));
        Assert.NotNull(done.Times.CancelledAt);
    }

    [Fact]
    public async Task Fail_AfterThePlan_TellsWhyBeforeTheLines()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        BatchLease submit = (await batch.PlanAsync((await batch.LeaseAsync())!.Epoch, Plan(3, 2)))!;
        await batch.FailAsync(submit.Epoch, 3, [new BatchError("limit_exceeded", "no room", null, null)]);
        BatchStatus failed = await batch.GetAsync();
        Assert.Equal(BatchState.Failed, failed.State);
        Assert.Equal(["limit_exceeded", "invalid_line"], failed.Errors.Select(error => error.Code));
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(batch.CancelAsync));
        Assert.DoesNotContain(key.ToString(), await ListDueAsync());
    }

    [Fact]
    public async Task Lease_JobDeletedByItsOwner_FailsTheBatch()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        BatchLease submit = (await batch.PlanAsync((await batch.LeaseAsync())!.Epoch, Plan(1, 1)))!;
        await Job(key).SubmitAsync(silo.Job(1));
        await batch.StartAsync(submit.Epoch);
        await silo.DeliverAsync(Job(key), Limit);
        await Job(key).DeleteAsync();
        Assert.Null(await batch.LeaseAsync());
        BatchStatus failed = await batch.GetAsync();
        Assert.Equal((BatchState.Failed, "job_deleted"), (failed.State, failed.Errors[0].Code));
    }

    [Fact]
    public async Task Finalize_AfterARestart_HasTheSameFiles()
    {
        (BatchKey key, IBatchGrain batch, _) = await CreateAsync();
        BatchLease submit = (await batch.PlanAsync((await batch.LeaseAsync())!.Epoch, Plan(1, 1)))!;
        await Job(key).SubmitAsync(silo.Job(1));
        await batch.StartAsync(submit.Epoch);
        await silo.DeliverAsync(Job(key), Limit);
        BatchLease first = (await batch.LeaseAsync())!;

        await silo.StopAsync();
        await silo.StartAsync();
        BatchLease second = (await Grain(key).LeaseAsync())!;
        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal((first.OutputFile, first.ErrorFile, BatchStep.Finalize), (second.OutputFile, second.ErrorFile, second.Step));
        Assert.Equal(ErrorCode.Conflict, await FailsAsync(() => Grain(key).FinishAsync(first.Epoch, new BatchOutcome(true, true, new(1, 1, 0)))));
    }

    [Fact]
    public async Task Expiry_BeforeThePlan_Ends()
    {
        (_, IBatchGrain batch, _) = await CreateAsync();
        silo.Time.Advance(TimeSpan.FromHours(25));
        Assert.Null(await batch.LeaseAsync());
        Assert.Equal(BatchState.Expired, (await batch.GetAsync()).State);
    }

    [Fact]
    public async Task List_ByPages_NewestFirst()
    {
        var ids = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            ids.Insert(0, (await CreateAsync()).Key.Batch);
            silo.Time.Advance(TimeSpan.FromSeconds(1));
        }

        IBatchesGrain batches = silo.Grains.GetGrain<IBatchesGrain>(_tenant);
        BatchPage first = await batches.ListAsync(null, 2);
        Assert.Equal(ids[..2], first.Batches.Select(batch => batch.Id));
        Assert.True(first.HasMore);
        BatchPage second = await batches.ListAsync(ids[1], 2);
        Assert.Equal(ids[2..], second.Batches.Select(batch => batch.Id));
        Assert.False(second.HasMore);
        Assert.Equal(ErrorCode.InvalidRequest, await FailsAsync(() => batches.ListAsync("batch_none", 2)));
        Assert.Empty((await silo.Grains.GetGrain<IBatchesGrain>($"{_tenant}x").ListAsync(null, 2)).Batches);
    }

    private BatchPlan Plan(int lines, int requests) => new(
        silo.Model, "plan", "d1", lines, requests, [.. Enumerable.Range(0, lines - requests).Select(i => new BatchError("invalid_line", "bad", null, i))]);

    private async Task<(BatchKey Key, IBatchGrain Grain, BatchSpecification Wanted)> CreateAsync()
    {
        var key = BatchKey.Draw(_tenant, silo.Time.GetUtcNow());
        var wanted = new BatchSpecification(
            await UploadAsync(), "/v1/images/generations", "24h", TimeSpan.FromHours(24), new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        BatchStatus made = await Grain(key).CreateAsync(wanted);
        Assert.Equal((key.Batch, BatchState.Validating, made.Times.CreatedAt.AddHours(24)), (made.Id, made.State, made.Times.ExpiresAt));
        return (key, Grain(key), wanted);
    }

    private async Task<string> UploadAsync()
    {
        var key = FileKey.Draw(_tenant, silo.Time.GetUtcNow());
        await silo.Grains.GetGrain<IFileGrain>(key.ToString()).BeginAsync(new FileUpload("in.jsonl", FilePurpose.Batch, "application/jsonl", 2));
        return (await silo.StoreAsync(key, "{}")).Id;
    }

    private IBatchGrain Grain(BatchKey key) => silo.Grains.GetGrain<IBatchGrain>(key.ToString());

    private IJobGrain Job(BatchKey key) => silo.Grains.GetGrain<IJobGrain>(key.ToString());

    private Task<IReadOnlyList<string>> ListDueAsync() =>
        silo.Grains.GetGrain<IOpenBatchesGrain>(IOpenBatchesGrain.Key).ListDueAsync(100);

    private static async Task<ErrorCode> FailsAsync(Func<Task> call) => (await Assert.ThrowsAsync<JanusException>(call)).Code;
}
