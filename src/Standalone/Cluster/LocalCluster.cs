using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Hosting;
using JanusCluster.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace JanusCluster.Standalone.Cluster;

/// <summary>A cluster of local processes: starts them, keeps them up, and stops them in order.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private const string ClusterId = "janus";
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FrontStopTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RedisStopTime = TimeSpan.FromSeconds(10);

    private readonly ClusterPlan _plan;
    private readonly DataFolder _folder;
    private readonly string _shownFolder;
    private readonly CommandScope _scope;
    private readonly ClusterWatch _watch;
    private readonly Lock _lock = new();
    private readonly List<SupervisedProcess> _processes = [];
    private IReadOnlyList<Uri> _addresses = [];
    private LocalRedis? _garnet;
    private string _redis = "";
    private bool _killed;

    /// <param name="shownFolder">The data folder as the user wrote it.</param>
    public LocalCluster(ClusterPlan plan, DataFolder folder, string shownFolder, CommandScope scope)
    {
        _plan = plan;
        _folder = folder;
        _shownFolder = shownFolder;
        _scope = scope;
        _watch = new ClusterWatch(folder.Logs, scope, WriteFile);
    }

    /// <summary>Runs until <paramref name="stopping"/>.</summary>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        TimeSpan drainTime = ReadDrainTime();
        HttpSettings http = ReadHttp();
        try
        {
            await StartAsync(http, stopping);
            await new ClusterReadiness(_plan, Settings(), _watch).WaitAsync(_addresses, stopping);
            Describe();
            await Task.Delay(Timeout.InfiniteTimeSpan, _scope.Time, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }

        await StopAsync(drainTime);
        return _killed ? ExitCode.Interrupted : ExitCode.Success;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SupervisedProcess process in _processes)
            process.Dispose();
        if (_garnet is not null)
            await _garnet.DisposeAsync();
        File.Delete(ClusterFile.PathOf(_folder.Path));
    }

    private FrontSettings Settings() => new()
    {
        Name = "cluster-up",
        RedisConnection = _redis,
        ClusterId = ClusterId,
        Blobs = new BlobStoreOptions { Path = _folder.Blobs },
    };

    /// <summary>The silos read the same environment; what is wrong with it is told before anything starts.</summary>
    private static TimeSpan ReadDrainTime() => SettingsSection.Read<SiloSettings>(
        ServiceProcess.CreateBuilder([], SiloSettings.Section).Configuration, SiloSettings.Section).DrainTime;

    private static HttpSettings ReadHttp() => SettingsSection.Read<FrontSettings>(
        ServiceProcess.CreateBuilder([], FrontSettings.Section).Configuration, FrontSettings.Section).Http;

    private async Task StartAsync(HttpSettings http, CancellationToken stopping)
    {
        if (ClusterFile.Find(_folder.Path) is { } earlier)
            await LeftoverProcesses.EndAsync(earlier, _watch, stopping);
        var processes = new Queue<(string Name, ClusterRole Role)>(_plan.Processes());
        int[] free = FreePorts.Find(1 + (2 * processes.Count) + _plan.Fronts);
        int[] fronts = _plan.ChooseFrontPorts(free[^_plan.Fronts..]);
        _addresses = [.. fronts.Select(port => FrontAddress.Of(http, port))];
        var ports = new Queue<int>(free.Except(fronts));
        var frontPorts = new Queue<int>(fronts);
        await StartDatabaseAsync(ports.Dequeue(), stopping);
        await ForgetEarlierSilosAsync();
        var children = new ClusterProcesses(_plan, _redis, ClusterId, _folder.Blobs, FirstKey.Find(_folder).Path, _watch);
        foreach ((string name, ClusterRole role) in processes)
            Start(children.Create(name, role, role == ClusterRole.Front ? [frontPorts.Dequeue()] : [ports.Dequeue(), ports.Dequeue()]));
    }

    private async Task StartDatabaseAsync(int port, CancellationToken stopping)
    {
        if (RedisServer.Program is null)
        {
            _watch.Note("redis-server is not installed: Garnet in this process takes its place.");
            _garnet = LocalRedis.Start(_folder.Garnet, port, NullLoggerFactory.Instance);
            _redis = _garnet.ConnectionString;
            return;
        }

        Start(RedisServer.Create(_folder.Redis, port, _plan.Restarts, _watch, out _redis));
        await RedisServer.WaitAsync(_redis, _scope.Time, stopping);
    }

    private async Task ForgetEarlierSilosAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddJanusSilo(new SiloSettings { RedisConnection = _redis, ClusterId = ClusterId });
        using IHost host = builder.Build();
        await EarlierSilos.ForgetAsync(host, ClusterId);
    }

    private void Start(SupervisedProcess process)
    {
        lock (_lock)
            _processes.Add(process);
        process.Start();
    }

    private void WriteFile()
    {
        lock (_lock)
        {
            new ClusterFile(_redis, ClusterId, _folder.Blobs, [.. _processes.Select(process => process.Current).OfType<ClusterProcess>()])
                .Write(_folder.Path);
        }
    }

    private void Describe()
    {
        ClusterFile file = ClusterFile.Read(_folder.Path);
        _scope.Output.Results.Write(ClusterTable.Of(file.Processes, AddressOf, name => Path.Combine(_shownFolder, "logs", $"{name}.log")));
        _scope.Output.Result($"""
            The cluster is up. In another terminal:
              janus generate "a red circle above a blue square" --cluster {_shownFolder}
              janus cluster status --cluster {_shownFolder}
              janus cluster drain silo-1 --cluster {_shownFolder}
            {DescribeHttp()}Ctrl-C here stops it.
            """);
    }

    private string AddressOf(ClusterProcess process) => process.Role == ClusterRole.Front && _addresses.FirstOrDefault(address => address.Port == process.Port) is { } address
        ? FrontAddress.Show(address)
        : $"127.0.0.1:{process.Port}";

    private string DescribeHttp()
    {
        if (_addresses.Count == 0)
            return "";
        string key = Path.Combine(_shownFolder, Path.GetFileName(FirstKey.Find(_folder).Path));
        return $"""
            In a browser, with the key in {key}: {FrontAddress.Show(_addresses[0])}/studio
            Over HTTP with the same key, at {string.Join(", ", _addresses.Select(FrontAddress.Show))}:
              janus generate "a red circle above a blue square" --endpoint {FrontAddress.Show(_addresses[0])} --key-file {key}

            """;
    }

    /// <summary>Fronts after silos, which may still finish something; the database last. One more Ctrl-C kills what is left.</summary>
    private async Task StopAsync(TimeSpan drainTime)
    {
        using IDisposable impatience = _scope.Interruption.OnNext(KillAll);
        _watch.Note("Stopping: silos keep what they have made. Once more to kill them.");
        await StopAsync(ClusterRole.Silo, drainTime + StopMargin);
        await StopAsync(ClusterRole.Control, drainTime + StopMargin);
        await StopAsync(ClusterRole.Front, FrontStopTime);
        await StopAsync(ClusterRole.Redis, RedisStopTime);
        _watch.Note(_killed ? "Killed." : "Stopped.");
    }

    private Task StopAsync(ClusterRole role, TimeSpan limit) =>
        Task.WhenAll(_processes.Where(process => process.Role == role).Select(process => process.StopAsync(limit)));

    private void KillAll()
    {
        _killed = true;
        foreach (SupervisedProcess process in _processes)
            process.Kill();
    }
}
