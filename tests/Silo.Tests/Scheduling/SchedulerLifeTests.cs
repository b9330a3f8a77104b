using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Scheduling;

/// <summary>What a scheduler's own death does to the work that runs and waits.</summary>
public sealed class SchedulerLifeTests
{
    [Fact]
    public async Task Death_InMidJob_LeavesRunningItemsWithTheirHoldersAndTheRestInTheQueue()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        await silos.AddModelAsync(stepMilliseconds: 40);
        IJobGrain job = silos.Job();
        await job.SubmitAsync(silos.Images(10));
        await SimulatedSilos.WaitAsync(job, status => status.CodesDone >= 20);
        string[] before = await ReadLeasesAsync(silos, job, 10);
        Assert.Equal(4, before.Count(lease => lease.Length > 0));

        await silos.Scheduler.AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        await silos.QueueBecomesAsync(queue => (queue.Waiting, queue.Leased) == (6, 4));
        Assert.Equal(before, await ReadLeasesAsync(silos, job, 10));

        await SimulatedSilos.WaitAsync(job, status => status.Items.Generated == 10);
        string[] after = await ReadLeasesAsync(silos, job, 10);
        // What ran was finished under the lease that it had; what waited got one of the new life, all of them higher.
        Assert.Equal(4, after.Count(before.Contains));
        Assert.True(string.CompareOrdinal(after.Except(before).Min(), before.Max()) > 0);
    }

    /// <summary>The epoch of each item's last grant, or nothing.</summary>
    private static async Task<string[]> ReadLeasesAsync(SimulatedSilos silos, IJobGrain job, int items)
    {
        JobKey key = JobKey.Parse(job.GetPrimaryKeyString());
        RedisValue[] leases = await silos.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().HashGetAsync(
            $"janus:results:{{{key.Tenant}}}/{key.Job}/0", [.. Enumerable.Range(0, items).Select(i => (RedisValue)$"l:{i}")]);
        return [.. leases.Select(lease => lease.ToString().Split(':')[0])];
    }
}
