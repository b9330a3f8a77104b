using System.Diagnostics;
using System.Text;
using System.Text.Json;
using JanusCluster.EndToEnd.Tests.Commands;
using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Cluster;

/// <summary>A cluster of local processes, as <c>cluster up</c> makes it.</summary>
internal sealed class UpCluster : IAsyncDisposable
{
    public const string Folder = "cluster";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _output;
    private readonly StringBuilder _notes;
    private readonly Process _process;

    private UpCluster(Janus janus, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        Janus = janus;
        _process = CommandRun.Start(
            "dotnet", [Janus.Program, "cluster", "up", "--port", "0", "--data", Folder, .. arguments], janus.Directory, out _output, out _notes, environment);
    }

    public Janus Janus { get; }

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_output)
            {
                lock (_notes)
                    return $"{_output}{_notes}";
            }
        }
    }

    /// <summary>Name and number of each process that runs.</summary>
    public Dictionary<string, int> Processes => JsonDocument.Parse(File.ReadAllBytes(Janus.PathOf(Folder, "cluster.json")))
        .RootElement.GetProperty("processes").EnumerateArray()
        .ToDictionary(process => process.GetProperty("name").GetString()!, process => process.GetProperty("pid").GetInt32());

    /// <summary>Where a front listens.</summary>
    public string AddressOf(string front) => JsonDocument.Parse(File.ReadAllBytes(Janus.PathOf(Folder, "cluster.json")))
        .RootElement.GetProperty("processes").EnumerateArray()
        .Where(process => process.GetProperty("name").GetString() == front)
        .Select(process => $"http://127.0.0.1:{process.GetProperty("port").GetInt32()}").Single();

    public static async Task<UpCluster> StartAsync(Janus janus, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var cluster = new UpCluster(janus, environment, arguments);
        await cluster.WaitAsync("The cluster is up", StartLimit);
        return cluster;
    }

    public async Task WaitAsync(string text, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        while (!Said.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || timeout.IsCancellationRequested)
                throw new InvalidOperationException($"'{text}' was not said. It said:\n{Said}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>Runs a command against this cluster.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) => Janus.RunAsync([.. arguments, "--cluster", Folder]);

    /// <returns>The exit code after SIGTERM.</returns>
    public async Task<int> TerminateAsync()
    {
        Assert.Equal(0, (await CommandRun.RunAsync("kill", ["-TERM", $"{_process.Id}"])).ExitCode);
        using var limit = new CancellationTokenSource(StopLimit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            int[] children = [.. Processes.Values];
            _process.Kill();
            foreach (int child in children)
                await CommandRun.RunAsync("kill", ["-KILL", $"{child}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
