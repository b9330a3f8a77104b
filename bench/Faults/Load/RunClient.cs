using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>The run's own connection to the cluster, as its users have one.</summary>
internal sealed class RunClient : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10), WaitLimit = TimeSpan.FromMinutes(2);

    private readonly IHost _host;

    private readonly ConnectionMultiplexer _redis;

    private RunClient(IHost host, ConnectionMultiplexer redis)
    {
        (_host, _redis) = (host, redis);
        Results = ActivatorUtilities.CreateInstance<ShardResults>(host.Services, redis, new SiloSettings());
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What silos keep of items, read without them.</summary>
    public IShardStore Results { get; }

    /// <summary>Connects, and waits until so many silos are there and the model can be asked.</summary>
    public static async Task<RunClient> ConnectAsync(string redis, int silos, TimeSpan limit, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = NodeSettings.ClusterId);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = NodeSettings.ResponseTimeout);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.UseConnectionRetryFilter((_, retry) => RetryAsync(retry));
            client.UseRedisClustering(options => options.ConfigurationOptions = Parse(redis));
        });
        var run = new RunClient(builder.Build(), await ConnectionMultiplexer.ConnectAsync(Parse(redis)));
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(limit);
            await run._host.StartAsync(timeout.Token);
            await run.WaitForSilosAsync(silos, timeout.Token);
            return run;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            await run.DisposeAsync();
            throw new IOException($"The cluster was not there after {limit.TotalSeconds:F0} s.", e);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>The model that the cluster serves.</summary>
    public async Task<ModelDescription> DescribeModelAsync(CancellationToken cancellationToken)
    {
        foreach (SiloAddress silo in await SilosAsync())
        {
            try
            {
                return await Grains.GetGrain<IModelGrain>(silo.ToParsableString()).DescribeAsync(cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // It serves none; the next one may.
            }
        }

        throw new InvalidOperationException("No silo serves a model.");
    }

    /// <summary>Waits until so many silos are there.</summary>
    public Task WaitForSilosAsync(int silos, CancellationToken cancellationToken) =>
        new Insistence(WaitLimit, cancellationToken).AskAsync(() => CheckSilosAsync(silos));

    /// <summary>Waits until the silo with this port is there.</summary>
    public Task WaitForSiloAsync(int port, CancellationToken cancellationToken) =>
        new Insistence(WaitLimit, cancellationToken).AskAsync(async () => (await SilosAsync()).Any(silo => silo.Endpoint.Port == port)
            ? true
            : throw new InvalidOperationException($"The silo at {port} is not there."));

    public async Task<IReadOnlyCollection<SiloAddress>> SilosAsync() =>
        (await Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys;

    /// <returns>Port of the silo that has this grain; null when none has it.</returns>
    public async Task<int?> FindPortAsync(IAddressable grain) =>
        (await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain))?.Endpoint.Port;

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopTime);
        try
        {
            await _host.StopAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // The cluster is gone as a rule; there is nobody to take leave of.
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>Redis may go away in a run: connecting goes on in the background.</summary>
    private static ConfigurationOptions Parse(string redis)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(redis);
        options.AbortOnConnectFail = false;
        return options;
    }

    private async Task<bool> CheckSilosAsync(int silos)
    {
        int there = (await SilosAsync()).Count;
        return there >= silos ? true : throw new InvalidOperationException($"{there} of {silos} silos are there.");
    }

    private static async Task<bool> RetryAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        return true;
    }

    /// <summary>The command ends the host, and signals are the command's affair.</summary>
    private sealed class PassiveLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
