using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Logging;
using JanusCluster.Standalone.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Hosting;

/// <summary>
/// Commands in a process of their own: database, silo, model and front, all of it on a data folder. Where the command line
/// names a cluster that runs already, they are that cluster's.
/// </summary>
internal sealed class StandaloneConnector : IClusterConnector
{
    private readonly TimeProvider _time;
    private readonly RedisClusterConnector _running;
    private readonly Option<string?> _model = new("--model") { HelpName = "DIR", Description = "Folder of a Janus or Janus-Pro checkpoint; without it a random one is made, whose pictures are noise. With --cluster or --redis: name or id of the model, where there are several." };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "float32, bf16 or float16. Default: what the device computes fastest." };
    private readonly Option<string?> _device = new("--device") { Description = "cpu, cuda or cuda:N. Default: cuda where there is one." };
    private readonly Option<string> _data = new("--data") { HelpName = "DIR", Description = "Where jobs, images and conversations are kept.", DefaultValueFactory = _ => "janus-data" };

    public StandaloneConnector(TimeProvider time)
    {
        _time = time;
        _running = new RedisClusterConnector(_model);
    }

    public IReadOnlyList<Option> Options => [_model, _dtype, _device, _data, .. _running.Options];

    public async Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        if (_running.IsNamed(request.Arguments))
        {
            RefuseOwn(request.Arguments);
            return await _running.ConnectAsync(request, cancellationToken);
        }

        DataFolder data = DataFolder.Open(request.Arguments.GetValue(_data)!);
        List<IAsyncDisposable> parts = [data];
        try
        {
            ModelSettings? model = request.NeedsModel ? await ChooseModelAsync(request, data, cancellationToken) : null;
            ILoggerProvider[] logs = CommandLogs.Create(data.Logs, request.Verbose, _time);
            int[] ports = FreePorts.Find(3);
            ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddLogs(logs));
            LocalRedis redis = LocalRedis.Start(data.Redis, ports[0], loggers);
            parts.Insert(0, redis);
            IHost host = StandaloneSilo.Build(data, redis, ports[1], ports[2], model, logs);
            var session = new HostedSession(host, parts);
            // From here on the session ends what it holds.
            parts = [session];
            await EarlierSilos.ForgetAsync(host, StandaloneSilo.ClusterId);
            await host.StartAsync(cancellationToken);
            return session;
        }
        catch
        {
            foreach (IAsyncDisposable part in parts)
                await part.DisposeAsync();
            throw;
        }
    }

    /// <summary>These are about a silo of the command's own.</summary>
    private void RefuseOwn(ParseResult arguments)
    {
        foreach (Option option in new Option[] { _dtype, _device, _data })
        {
            if (arguments.GetResult(option) is { Implicit: false })
                throw new UserMistakeException($"{option.Name} is for a silo of the command's own, not for a cluster that runs already.");
        }
    }

    private async Task<ModelSettings> ChooseModelAsync(ConnectRequest request, DataFolder data, CancellationToken cancellationToken)
    {
        string? path = request.Arguments.GetValue(_model);
        if (path is not null && !Directory.Exists(path))
            throw JanusException.Invalid("model", $"There is no model folder {path}.");
        if (path is null)
        {
            path = await RandomModel.FindAsync(data.Models, cancellationToken);
            request.Output.Warning("No --model is given: a small random one is used, and its pictures are noise.");
        }

        return new ModelSettings
        {
            Path = path,
            Dtype = request.Arguments.GetValue(_dtype),
            Device = request.Arguments.GetValue(_device),
        };
    }
}
