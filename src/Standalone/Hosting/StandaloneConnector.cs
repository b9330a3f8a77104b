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

/// <summary>Commands in a process of their own: database, silo, model and front, all of it on a data folder.</summary>
internal sealed class StandaloneConnector(TimeProvider time) : IClusterConnector
{
    private readonly Option<string?> _model = new("--model") { HelpName = "DIR", Description = "Folder of a Janus or Janus-Pro checkpoint. Without it a random one is made, whose pictures are noise." };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "float32, bf16 or float16. Default: what the device computes fastest." };
    private readonly Option<string?> _device = new("--device") { Description = "cpu, cuda or cuda:N. Default: cuda where there is one." };
    private readonly Option<string> _data = new("--data") { HelpName = "DIR", Description = "Where jobs, images and conversations are kept.", DefaultValueFactory = _ => "janus-data" };

    public IReadOnlyList<Option> Options => [_model, _dtype, _device, _data];

    public async Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        DataFolder data = DataFolder.Open(request.Arguments.GetValue(_data)!);
        List<IAsyncDisposable> parts = [data];
        try
        {
            ModelSettings? model = request.NeedsModel ? await ChooseModelAsync(request, data, cancellationToken) : null;
            ILoggerProvider[] logs = CommandLogs.Create(data.Logs, request.Verbose, time);
            int[] ports = FreePorts.Find(3);
            ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddLogs(logs));
            LocalRedis redis = LocalRedis.Start(data.Redis, ports[0], loggers);
            parts.Insert(0, redis);
            IHost host = StandaloneSilo.Build(data, redis, ports[1], ports[2], model, logs);
            var session = new HostedSession(host, parts);
            // From here on the session ends what it holds.
            parts = [session];
            await StandaloneSilo.ForgetEarlierSilosAsync(host);
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
