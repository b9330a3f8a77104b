using System.Diagnostics;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(JanusCluster.Client.Tests.Storage.AzuriteServer))]

namespace JanusCluster.Client.Tests.Storage;

/// <summary>The emulator of Azure Blob Storage, started when the first test asks for it. Needs node.</summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // The emulator's published key.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1);
    private Process? _server;
    private string? _connectionString;

    /// <returns>Null when the machine has no node to run it with.</returns>
    public async Task<string?> GetConnectionStringAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _connectionString ??= await StartAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        _gate.Dispose();
    }

    private async Task<string> StartAsync()
    {
        string folder = FindFolder();
        string script = Path.Combine(folder, "node_modules/azurite/dist/src/blob/main.js");
        if (!File.Exists(script))
            await InstallAsync(folder);

        _server = Run(folder, "node", script, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence",
            "--silent", "--disableTelemetry", "--skipApiVersionCheck");
        using var limit = new CancellationTokenSource(StartTime);
        while (await _server.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
            {
                return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={address.Value}/{Account};";
            }
        }

        throw new InvalidOperationException($"Azurite ended: {await _server.StandardError.ReadToEndAsync(limit.Token)}");
    }

    private static async Task InstallAsync(string folder)
    {
        using Process install = Run(folder, "npm", "ci", "--no-audit", "--no-fund");
        using var limit = new CancellationTokenSource(InstallTime);
        Task<string> output = install.StandardOutput.ReadToEndAsync(limit.Token);
        string errors = await install.StandardError.ReadToEndAsync(limit.Token);
        await output;
        await install.WaitForExitAsync(limit.Token);
        if (install.ExitCode != 0)
            throw new InvalidOperationException($"npm ci failed: {errors}");
    }

    private static Process Run(string folder, string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>tests/azurite of the checkout that this assembly was built in.</summary>
    private static string FindFolder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "tests/azurite");
            if (Directory.Exists(folder))
                return folder;
        }

        throw new DirectoryNotFoundException("tests/azurite");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
