using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Jobs;

public sealed class JobGrainTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task Submit_Images_AreMadeOnceAndDelivered()
    {
        IJobGrain job = NewJob();
        await job.SubmitAsync(silo.Job(5));
        JobStatus status = await silo.DeliverAsync(job, Limit);

        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal(new ItemCounts(5, 0, 5, 0, 0), status.Items);
        Assert.Equal(5L * silo.Model.CodesPerImage, status.CodesDone);
        IReadOnlyList<ItemReport> items = await job.GetItemsAsync(0, 100);
        Assert.Equal(Enumerable.Range(0, 5), items.Select(item => item.Index));
        Assert.All(items, item => Assert.Equal((ItemState.Delivered, item.Index), (item.State, (int)Image(item).Seed)));
    }

    [Fact]
    public async Task Submit_SameFingerprint_IsTheSameJobAnotherIsRefused()
    {
        IJobGrain job = NewJob();
        await job.SubmitAsync(silo.Job(1));
        JobStatus again = await job.SubmitAsync(silo.Job(3));
        Assert.Equal(1, again.Items.Total);
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => job.SubmitAsync(silo.Job(1, "another")));
        Assert.Equal(ErrorCode.Conflict, e.Code);
        await silo.DeliverAsync(job, Limit);
    }

    [Fact]
    public async Task Submit_MissingSeed_IsDrawnAndImagesOfOneRequestDiffer()
    {
        IJobGrain job = NewJob();
        ImageRequest request = new("a", "a cat", 3, null, new ImageSettings(Guidance: 1));
        await job.SubmitAsync(silo.Job(1) with { Requests = [request] });
        await silo.DeliverAsync(job, Limit);
        IReadOnlyList<ItemReport> items = await job.GetItemsAsync(0, 10);
        Assert.Equal(3, items.Select(item => Image(item).Seed).Distinct().Count());
        Assert.Equal([0, 1, 2], items.Select(item => Image(item).Image));
        Assert.Equal(ImageSeed.Derive(Image(items[0]).Seed, 2), Image(items[2]).Seed);
    }

    [Theory]
    [InlineData("", 1, 5, 1, "prompt")]
    [InlineData("a", 0, 5, 1, "n")]
    [InlineData("a", 65, 5, 1, "n")]
    [InlineData("a", 1, 0.5, 1, "guidance")]
    [InlineData("a", 1, double.NaN, 1, "guidance")]
    [InlineData("a", 1, 5, -1, "temperature")]
    public async Task Submit_WrongField_IsRefusedByName(string prompt, int count, double guidance, double temperature, string field)
    {
        ImageRequest request = new("a", prompt, count, 1, new ImageSettings(guidance, temperature));
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => NewJob().SubmitAsync(silo.Job(1) with { Requests = [request] }));
        Assert.Equal((ErrorCode.InvalidRequest, $"requests[0].{field}"), (e.Code, e.Field));
    }

    [Fact]
    public async Task Submit_PromptLongerThanTheContext_FailsThatItemOnly()
    {
        IJobGrain job = NewJob();
        JobSpecification two = silo.Job(2);
        string prompt = string.Concat(Enumerable.Repeat("many different words ", 700));
        await job.SubmitAsync(two with { Requests = [two.Requests[0], (ImageRequest)two.Requests[1] with { Prompt = prompt }] });
        JobStatus status = await silo.DeliverAsync(job, Limit);
        Assert.Equal((1, 1), (status.Items.Delivered, status.Items.Failed));
        ItemReport failed = (await job.GetItemsAsync(1, 1))[0];
        Assert.Contains("tokens", failed.Error!.Message, StringComparison.Ordinal);

        // Tried once more: that item only, and the job is open until it has failed again.
        DateTimeOffset? finished = (await job.GetItemsAsync(0, 1))[0].FinishedAt;
        JobStatus retried = await job.RetryFailedAsync();
        Assert.Equal((JobState.Running, 0), (retried.State, retried.Items.Failed));
        JobStatus again = await silo.DeliverAsync(job, Limit);
        Assert.Equal((JobState.Completed, 1, 1), (again.State, again.Items.Delivered, again.Items.Failed));
        Assert.Equal(finished, (await job.GetItemsAsync(0, 1))[0].FinishedAt);
    }

    [Fact]
    public async Task Cancel_RunningJob_KeepsWhatIsFinished()
    {
        IJobGrain job = NewJob();
        await job.SubmitAsync(silo.Job(200));
        await foreach (JobStatus running in job.WatchAsync(Limit))
        {
            if (running.Items.Generated > 0)
                break;
        }

        JobStatus cancelling = await job.CancelAsync();
        Assert.Equal((JobState.Cancelling, true, false), (cancelling.State, cancelling.IsCancelled, cancelling.IsFinal));
        JobStatus status = await silo.DeliverAsync(job, Limit);
        Assert.Equal(JobState.Cancelled, status.State);
        Assert.InRange(status.Items.Delivered, 1, 199);
        Assert.Equal(200, status.Items.Delivered + status.Items.Cancelled);
        Assert.Equal(status, await job.CancelAsync());
    }

    [Fact]
    public async Task Watch_Job_EndsWithTheFinalState()
    {
        IJobGrain job = NewJob();
        await job.SubmitAsync(silo.Job(2));
        Task<JobStatus> delivered = silo.DeliverAsync(job, Limit);
        JobStatus last = null!;
        await foreach (JobStatus status in job.WatchAsync(Limit))
            last = status;
        Assert.Equal(JobState.Completed, last.State);
        await delivered;
    }

    [Fact]
    public async Task GetStatus_UnknownJob_IsNotFound()
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => NewJob().GetStatusAsync());
        Assert.Equal(ErrorCode.NotFound, e.Code);
    }

    [Fact]
    public async Task ListJobs_Tenant_SeesItsOwnNewestFirst()
    {
        string tenant = "t" + Guid.NewGuid().ToString("N");
        foreach (string name in (string[])["first", "second"])
        {
            IJobGrain job = silo.Grains.GetGrain<IJobGrain>(new JobKey(tenant, name).ToString());
            await job.SubmitAsync(silo.Job(1));
            await silo.DeliverAsync(job, Limit);
        }

        IReadOnlyList<JobStatus> jobs = await silo.Grains.GetGrain<ITenantGrain>(tenant).ListJobsAsync(0, 10);
        Assert.Equal(["second", "first"], jobs.Select(job => job.Job));
        Assert.Empty(await silo.Grains.GetGrain<ITenantGrain>(tenant[..^1]).ListJobsAsync(0, 10));
    }

    private static ImageItem Image(ItemReport report) => (ImageItem)report.Item;

    private IJobGrain NewJob() => silo.Grains.GetGrain<IJobGrain>(new JobKey("test", Guid.NewGuid().ToString("N")).ToString());
}
