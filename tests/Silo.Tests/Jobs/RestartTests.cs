using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Jobs;

public sealed class RestartTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Restart_InMidJob_GoesOnAndMakesNothingTwice()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        string key = new JobKey("test", "restart").ToString();
        await silo.Grains.GetGrain<IJobGrain>(key).SubmitAsync(silo.Job(60));
        await foreach (JobStatus status in silo.Grains.GetGrain<IJobGrain>(key).WatchAsync(limit.Token))
        {
            if (status.Items.Generated > 4)
                break;
        }

        await silo.StopAsync();
        await silo.StartAsync();
        IJobGrain job = silo.Grains.GetGrain<IJobGrain>(key);
        var before = (await job.GetItemsAsync(0, 100)).Where(item => item.State == ItemState.Generated).ToList();
        Assert.NotEmpty(before);

        JobStatus final = await silo.DeliverAsync(job, limit.Token);
        Assert.Equal((JobState.Completed, 60), (final.State, final.Items.Delivered));
        var after = (await job.GetItemsAsync(0, 100)).ToDictionary(item => item.Index);
        Assert.All(before, item => Assert.Equal(item.FinishedAt, after[item.Index].FinishedAt));
    }
}
