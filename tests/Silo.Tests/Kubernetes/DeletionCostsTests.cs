using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Silos;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Kubernetes;
using JanusCluster.Silo.Tests.Hosting;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace JanusCluster.Silo.Tests.Kubernetes;

public sealed class DeletionCostsTests
{
    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(1, 8, 2)]
    [InlineData(8, 8, 10)]
    [InlineData(24, 8, 10)] // turns beside the images
    [InlineData(1, 0, 10)]
    public void CostOf_ASilo_IsZeroOnlyWhenIdle(int running, int places, int expected) =>
        Assert.Equal(expected, DeletionCosts.CostOf(new SiloDescription("pod", "address", "model", "cpu", places, running, IsDraining: false)));

    [Fact]
    public async Task Tell_IdleAndBusySilos_SetsTheirCostsOnceAndAgainWhenTheyChange()
    {
        await using PodApi api = await PodApi.StartAsync();
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost silo = await silos.AddModelAsync(stepMilliseconds: 50);
        string pod = silo.Services.GetRequiredService<ILocalSiloDetails>().Name;
        await silos.QueueBecomesAsync(queue => queue.Places > 0);
        using IKubernetes kubernetes = api.Connect();
        using DeletionCosts costs = Create(kubernetes, silos);

        await costs.TellAsync(TestContext.Current.CancellationToken);
        await costs.TellAsync(TestContext.Current.CancellationToken);
        // The control silo has no pod that anybody scales.
        Assert.Equal([(pod, """{"controller.kubernetes.io/pod-deletion-cost":"0"}""")], api.Patches);

        IJobGrain job = silos.Job();
        await job.SubmitAsync(silos.Images(4));
        await silos.QueueBecomesAsync(queue => queue.Leased == 4);
        await costs.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal((pod, """{"controller.kubernetes.io/pod-deletion-cost":"10"}"""), api.Patches.Last());
        await SimulatedSilos.WaitAsync(job, status => status.Items.Generated == 4);
        await silos.QueueBecomesAsync(queue => queue.Leased == 0);
        await costs.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal((pod, """{"controller.kubernetes.io/pod-deletion-cost":"0"}"""), api.Patches.Last());
    }

    [Fact]
    public async Task Tell_SiloWithoutAPod_IsNoMatter()
    {
        await using PodApi api = await PodApi.StartAsync();
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost gone = await silos.AddModelAsync(stepMilliseconds: 1), there = await silos.AddModelAsync(stepMilliseconds: 1);
        api.Missing.Add(gone.Services.GetRequiredService<ILocalSiloDetails>().Name);
        using IKubernetes kubernetes = api.Connect();
        using DeletionCosts costs = Create(kubernetes, silos);
        await costs.TellAsync(TestContext.Current.CancellationToken);
        Assert.Equal(there.Services.GetRequiredService<ILocalSiloDetails>().Name, Assert.Single(api.Patches).Pod);
    }

    private static DeletionCosts Create(IKubernetes kubernetes, SimulatedSilos silos) => new(
        kubernetes, "gpus", silos.Grains, silos.Services.GetRequiredService<ExpiryRounds>(), TimeProvider.System, NullLogger<DeletionCosts>.Instance);
}
