using JanusCluster.Silo.Health;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Silo.Tests.Health;

public sealed class EngineHealthTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SiloSettings _settings = new();

    [Fact]
    public async Task Check_StepThatDoesNotEnd_IsUnhealthyOnlyAfterTheLimit()
    {
        using var host = new SimulatedHost(new SimulatedSettings(), _time);
        var health = new EngineHealth(host, _settings);
        async Task<HealthStatus> CheckAsync() => (await health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;

        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
        host.Watch.Begin();
        _time.Advance(_settings.LongestStep);
        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
        host.Watch.End(default);
        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
        _time.Advance(_settings.LongestStep * 2); // with nothing to do
        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
    }
}
