using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Silo.Tests.Scheduling;

/// <summary>Silos that end in good order, with work under way.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Drain_BusySilo_LosesNothingAndHasNothingMadeTwice()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost first = await silos.AddModelAsync(stepMilliseconds: 25);
        IJobGrain job = silos.Job("drained");
        await job.SubmitAsync(silos.Images(4));
        await SimulatedSilos.WaitAsync(job, status => status.CodesDone >= 40);

        await silos.DrainAsync(first);
        var kept = new List<OfferedItem>(await Shard(silos, job).GetOpenAsync());
        Assert.Equal(4, kept.Count);
        Assert.All(kept, item => Assert.InRange(item.Codes, 1, SimulatedSilos.Codes - 10));
        Assert.All(kept, item => Assert.Equal("simulated", item.Numerics));
        long left = kept.Sum(item => (long)item.Codes);
        await silos.QueueBecomesAsync(queue => (queue.Waiting, queue.Leased, queue.WaitingCodes) == (4, 0, left));

        await silos.AddModelAsync(stepMilliseconds: 1);
        JobStatus done = await SimulatedSilos.WaitAsync(job, status => status.Items.Generated == 4);
        Assert.Equal(0, done.Items.Failed);
        await AssertCodesAsync(silos, job, 4);
        // Each code counts when the image that has it is stored; what was made twice would not fit in.
        TenantUsage usage = await silos.Grains.GetGrain<ITenantGrain>("drained").GetUsageAsync();
        Assert.Equal((4, 4L * SimulatedSilos.Codes), (usage.Images, usage.ImageCodes));
    }

    [Fact]
    public async Task Pause_RunningJob_KeepsWhatIsMadeAndGoesOnThere()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        await silos.AddModelAsync(stepMilliseconds: 25);
        IJobGrain job = silos.Job();
        await job.SubmitAsync(silos.Images(6));
        await SimulatedSilos.WaitAsync(job, status => status.CodesDone >= 40);
        Assert.Equal(JobState.Paused, (await job.PauseAsync()).State);
        Assert.Equal(JobState.Paused, (await job.PauseAsync()).State);

        // The silo learns of it when it renews its leases; from then on nothing runs.
        await SimulatedSilos.WaitAsync(job, status => status.CodesDone == 0);
        IReadOnlyList<OfferedItem> open = await Shard(silos, job).GetOpenAsync();
        Assert.Equal(6, open.Count);
        Assert.Equal(4, open.Count(item => item.Codes < SimulatedSilos.Codes));
        Assert.Equal(0, (await silos.Scheduler.GetStatusAsync()).Waiting);

        Assert.Equal(JobState.Running, (await job.UnpauseAsync()).State);
        await SimulatedSilos.WaitAsync(job, status => status.Items.Generated == 6);
        await AssertCodesAsync(silos, job, 6);
    }

    private static IJobShardGrain Shard(SimulatedSilos silos, IJobGrain job) =>
        silos.Grains.GetGrain<IJobShardGrain>(JobKey.Parse(job.GetPrimaryKeyString()).Shard(0).ToString());

    private static async Task AssertCodesAsync(SimulatedSilos silos, IJobGrain job, int images)
    {
        IShardStore store = silos.Services.GetRequiredService<IShardStore>();
        ShardKey shard = JobKey.Parse(job.GetPrimaryKeyString()).Shard(0);
        for (int i = 0; i < images; i++)
        {
            byte[] expected = CodeBytes.Of(SimulatedCodes.Of($"a picture of {i}", i, SimulatedSilos.Codes));
            Assert.Equal(expected, (await store.GetImageAsync(shard, i))!.Codes);
        }
    }
}
