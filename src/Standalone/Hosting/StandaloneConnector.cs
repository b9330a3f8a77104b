using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Logging;

namespace JanusCluster.Standalone.Hosting;

/// <summary>
/// Commands in a process of their own: database, silo, model and front, all of it on a data folder. Where the command line
/// names a cluster that runs already, they are that cluster's.
/// </summary>
internal sealed class StandaloneConnector : IClusterConnector
{
    private readonly TimeProvider _time;
    private readonly StandaloneOptions _options;
    private readonly RedisClusterConnector _running;

    public StandaloneConnector(StandaloneOptions options, TimeProvider time)
    {
        _time = time;
        _options = options;
        _running = new RedisClusterConnector(options.Model);
    }

    public IReadOnlyList<Option> Options => [.. _options.All, .. _running.Options];

    public async Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        if (_running.IsNamed(request.Arguments))
        {
            RefuseOwn(request.Arguments);
            return await _running.ConnectAsync(request, cancellationToken);
        }

        DataFolder data = DataFolder.Open(request.Arguments.GetValue(_options.Data)!);
        return await StandaloneSession.StartAsync(data, CommandLogs.Create(data.Logs, request.Verbose, _time), async silo =>
        {
            ModelSettings? model = request.NeedsModel
                ? await _options.ChooseModelAsync(request.Arguments, data, request.Output, cancellationToken)
                : null;
            return silo.Build(model);
        }, cancellationToken);
    }

    /// <summary>These are about a silo of the command's own.</summary>
    private void RefuseOwn(ParseResult arguments)
    {
        foreach (Option option in new Option[] { _options.Dtype, _options.Device, _options.Data })
        {
            if (arguments.GetResult(option) is { Implicit: false })
                throw new UserMistakeException($"{option.Name} is for a silo of the command's own, not for a cluster that runs already.");
        }
    }
}
