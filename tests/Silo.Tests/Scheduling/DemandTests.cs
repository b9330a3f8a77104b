using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Silo.Tests.Scheduling;

/// <summary>What a model's scheduler tells those who start and stop silos.</summary>
public sealed class DemandTests
{
    [Fact]
    public async Task GetDemand_WorkWithoutSilos_WantsSomeUntilNothingIsLeft()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        Demand nothing = await CompleteAsync(silos);
        Assert.Equal((0, 0.0, 0), (nothing.WantedSilos, nothing.BacklogSeconds, nothing.Silos));

        IJobGrain job = silos.Job();
        await job.SubmitAsync(silos.Images(8));
        Demand waiting = await BecomesAsync(silos, demand => demand.WaitingCodes == 8 * SimulatedSilos.Codes);
        Assert.True(waiting is { WantedSilos: >= 1, BacklogSeconds: > 0, Silos: 0 });

        await silos.AddModelAsync(stepMilliseconds: 1);
        await SimulatedSilos.WaitAsync(job, status => status.Items.Generated == 8);
        // No front delivers here: pictures that are not rendered are work, too.
        Demand unrendered = await BecomesAsync(silos, demand => demand is { WaitingCodes: 0, LeasedCodes: 0, Undelivered: 8 });
        Assert.True(unrendered is { WantedSilos: >= 1, BacklogSeconds: > 0, Silos: 1 });
    }

    [Fact]
    public async Task Catalog_SiloThatCameAndWent_IsStillKnown()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IModelCatalogGrain catalog = silos.Grains.GetGrain<IModelCatalogGrain>(IModelCatalogGrain.Key);
        Assert.Empty(await catalog.ListAsync());
        IHost silo = await silos.AddModelAsync(stepMilliseconds: 1);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await catalog.ListAsync()).Count == 0)
            await Task.Delay(20, limit.Token);
        await silos.DrainAsync(silo);
        Assert.Equal(silos.Model.Id, Assert.Single(await catalog.ListAsync()).Id);
    }

    private static Task<Demand> CompleteAsync(SimulatedSilos silos) => BecomesAsync(silos, demand => demand.IsComplete);

    private static async Task<Demand> BecomesAsync(SimulatedSilos silos, Func<Demand, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            Demand demand = await silos.Scheduler.GetDemandAsync().WaitAsync(limit.Token);
            if (wanted(demand))
                return demand;
            await Task.Delay(50, limit.Token);
        }
    }
}
