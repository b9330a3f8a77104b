using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Contracts;
using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;
using JanusCluster.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Hosting;

/// <summary>
/// Commands against a cluster that runs elsewhere: finds its silos through Redis. Pictures are delivered by the cluster's
/// fronts, and by the command itself only where it is told to, or where the folder of a cluster says that there is no front.
/// </summary>
/// <param name="model">The option that names the model, where the host of the commands has one already.</param>
internal sealed class RedisClusterConnector(Option<string?>? model = null) : IClusterConnector
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(20);

    private readonly Option<string?> _cluster = new("--cluster") { HelpName = "DIR", Description = "Data folder of a cluster on this machine (janus cluster up): use that one." };
    private readonly Option<string?> _redis = new("--redis") { HelpName = "ADDRESS", Description = "Redis of a running cluster: use that one. Its silos and blob store are those of section Front of the configuration." };
    private readonly Option<bool> _deliver = new("--deliver") { Description = "Bring pictures to the blob store from this command too, for a cluster without fronts." };
    private readonly Option<string?> _model = model ?? new("--model") { HelpName = "NAME", Description = "Name or id of the model. Not needed where there is only one." };

    public IReadOnlyList<Option> Options => model is null ? [_cluster, _redis, _model, _deliver] : [_cluster, _redis, _deliver];

    /// <summary>Whether a command line names a cluster.</summary>
    public bool IsNamed(ParseResult arguments) =>
        arguments.GetResult(_cluster) is not null || arguments.GetResult(_redis) is not null;

    public async Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = ServiceProcess.CreateBuilder([], FrontSettings.Section);
        ClusterFile? file = request.Arguments.GetValue(_cluster) is { } folder ? ClusterFile.Read(folder) : null;
        FrontSettings settings = Choose(builder.Configuration, file, request.Arguments.GetValue(_redis));
        bool delivers = request.NeedsModel
            && (request.Arguments.GetValue(_deliver) || file?.Processes.Any(process => process.Role == ClusterRole.Front) == false);
        builder.Logging.ClearProviders();
        if (request.Verbose)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        string? wanted = request.Arguments.GetValue(_model);
        return await ConnectAsync(builder, settings, wanted, delivers, cancellationToken);
    }

    /// <param name="wanted">Name or id of the model; null takes the only one.</param>
    public static async Task<IClusterSession> ConnectAsync(
        HostApplicationBuilder builder, FrontSettings settings, string? wanted, bool delivers, CancellationToken cancellationToken)
    {
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IServedModel>(services => new ClusterModel(services.GetRequiredService<IGrainFactory>(), wanted));
        builder.AddClusterClient(settings, waits: false);
        if (delivers)
            builder.AddJanusFront(settings.NameOrDefault(), settings.Blobs, settings.Delivery);
        else
            builder.Services.AddSingleton(_ => BlobStores.Create(settings.Blobs));

        IHost host = builder.Build();
        await StartAsync(host, settings, cancellationToken);
        return new HostedSession(host);
    }

    private static FrontSettings Choose(ConfigurationManager configuration, ClusterFile? file, string? redis)
    {
        FrontSettings settings = SettingsSection.Read<FrontSettings>(configuration, FrontSettings.Section);
        if (file is not null)
        {
            settings = settings with
            {
                RedisConnection = file.Redis,
                ClusterId = file.ClusterId,
                Blobs = new BlobStoreOptions { Path = file.Blobs },
            };
        }

        if (redis is not null)
            settings = settings with { RedisConnection = redis };
        SettingsRules.Check(settings, FrontSettings.Section);
        return settings;
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
            host.Dispose();
            string address = RedisAddress.Describe(settings.RedisConnection);
            string reason = e is OperationCanceledException ? $"no answer within {ConnectTime.TotalSeconds:F0} s" : e.Message.Split(". ")[0].TrimEnd('.');
            throw new JanusException($"No cluster {settings.ClusterId} could be reached through Redis at {address}: {reason}.", e)
            {
                Code = ErrorCode.Unavailable,
            };
        }
    }
}
