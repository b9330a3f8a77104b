using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using JanusCluster.Client.Cli;
using JanusCluster.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

namespace JanusCluster.Client.Hosting;

/// <summary>Commands against a cluster that runs elsewhere: finds its silos through Redis.</summary>
internal sealed class RedisClusterConnector : IClusterConnector
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(20);

    private readonly Option<string?> _redis = new("--redis") { HelpName = "ADDRESS", Description = "The cluster's Redis. Default: Front:RedisConnection of the configuration." };
    private readonly Option<string?> _model = new("--model") { HelpName = "NAME", Description = "Name or id of the model. Not needed where there is only one." };

    public IReadOnlyList<Option> Options => [_redis, _model];

    public async Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        FrontSettings settings = builder.Configuration.GetSection("Front").Get<FrontSettings>() ?? new FrontSettings();
        if (request.Arguments.GetValue(_redis) is { } redis)
            settings = settings with { RedisConnection = redis };
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);

        builder.Logging.ClearProviders();
        if (request.Verbose)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.AddSingleton<IServedModel>(
            services => new ClusterModel(services.GetRequiredService<IGrainFactory>(), request.Arguments.GetValue(_model)));
        builder.UseOrleansClient(client => Configure(client, settings));
        if (request.NeedsModel)
            builder.AddJanusFront(settings.Blobs, settings.Delivery);
        else
            builder.Services.AddSingleton(_ => Storage.BlobStores.Create(settings.Blobs));

        IHost host = builder.Build();
        await StartAsync(host, settings, cancellationToken);
        return new HostedSession(host);
    }

    private static void Configure(IClientBuilder client, FrontSettings settings)
    {
        client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = settings.ClusterId);
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout);
        client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(settings.RedisConnection));
    }

    private static async Task StartAsync(IHost host, FrontSettings settings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTime);
        try
        {
            await host.StartAsync(limit.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Without credentials: a connection string may hold a password.
            string address = string.Join(", ", ConfigurationOptions.Parse(settings.RedisConnection).EndPoints.Select(point => point.ToString()));
            throw new JanusException($"No cluster {settings.ClusterId} could be reached through Redis at {address}: {e.Message.Split(". ")[0]}.", e)
            {
                Code = ErrorCode.Unavailable,
            };
        }
    }
}
