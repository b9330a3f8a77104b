using JanusCluster.Contracts.Silos;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Silo.Tests.Silos;

public sealed class SiloGrainTests
{
    private static SiloAddress AddressOf(IServiceProvider services) => services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    [Fact]
    public async Task Describe_ControlAndModelSilo_EachSpeaksForItself()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost host = await silos.AddModelAsync(stepMilliseconds: 1, places: 3);

        SiloDescription control = await Grain(silos, AddressOf(silos.Services)).DescribeAsync();
        SiloDescription model = await Grain(silos, AddressOf(host.Services)).DescribeAsync();

        Assert.Equal((null, 0, false), (control.Model, control.Places, control.IsDraining));
        Assert.Equal((silos.Model.Id, "simulated", 3, 0), (model.Model, model.Numerics, model.Places, model.Running));
        Assert.Equal(AddressOf(host.Services).ToParsableString(), model.Address);
        Assert.NotEqual(control.Name, model.Name);
    }

    [Fact]
    public async Task Drain_ByItsAddress_TellsThatSiloToStopAndNoOther()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost host = await silos.AddModelAsync(stepMilliseconds: 1);
        ISiloGrain grain = Grain(silos, AddressOf(host.Services));

        await grain.DrainAsync();

        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True((await grain.DescribeAsync()).IsDraining);
        Assert.False((await Grain(silos, AddressOf(silos.Services)).DescribeAsync()).IsDraining);
    }

    [Fact]
    public async Task Describe_SiloThatIsGone_FailsSoon()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost host = await silos.AddModelAsync(stepMilliseconds: 1);
        SiloAddress address = AddressOf(host.Services);
        await silos.DrainAsync(host);
        await Assert.ThrowsAsync<SiloUnavailableException>(
            () => Grain(silos, address).DescribeAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static ISiloGrain Grain(SimulatedSilos silos, SiloAddress address) => silos.Grains.GetGrain<ISiloGrain>(address.ToParsableString());
}
