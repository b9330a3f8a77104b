using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Tests.Hosting;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Silo.Tests.Health;

/// <summary>A silo's port, over real HTTP.</summary>
public sealed class SiloHttpTests : IAsyncLifetime
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private readonly RedisServer _redis = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("janus-http-").FullName;
    private readonly int _port = RedisServer.FreePort();
    private readonly HttpClient _http = new();
    private IHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _redis.StartAsync();

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        if (_host is { } host)
        {
            await host.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        await _redis.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Ready_ModelSilo_SaysHowEachPartIs()
    {
        await StartAsync(new SimulatedSettings());
        (HttpStatusCode code, JsonElement body) = await AskAsync("ready");
        Assert.Equal((HttpStatusCode.OK, "healthy"), (code, body.GetProperty("status").GetString()));
        Assert.Equal(
            ["cluster", "draining", "engine", "model", "redis"], body.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
        Assert.StartsWith("simulated@", Check(body, "model").GetProperty("description").GetString(), StringComparison.Ordinal);

        (code, body) = await AskAsync("live");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(["engine"], body.GetProperty("checks").EnumerateObject().Select(check => check.Name));
    }

    [Fact]
    public async Task Ready_SiloThatDrains_IsNotReadyAndStaysAlive()
    {
        await StartAsync(null);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("ready")).Code);
        _host!.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        (HttpStatusCode code, JsonElement body) = await AskAsync("ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (code, Check(body, "draining").GetProperty("status").GetString()));
        Assert.Equal("healthy", Check(body, "redis").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("live")).Code);
    }

    [Fact]
    public async Task Ready_RedisGone_IsNotReadyAndStaysAlive()
    {
        await StartAsync(null);
        await _redis.KillAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        (HttpStatusCode Code, JsonElement Body) ready;
        while ((ready = await AskAsync("ready")).Code == HttpStatusCode.OK)
            await Task.Delay(50, limit.Token);
        Assert.Equal("unhealthy", Check(ready.Body, "redis").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("live")).Code);
        await _redis.StartAsync(); // without it the silo takes minutes to leave
    }

    [Fact]
    public async Task Start_WithoutRedis_AnswersProbesWhileItWaits()
    {
        await _redis.KillAsync();
        _host = Build(null);
        Task starting = _host.StartAsync(Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync("ready")).Code);
                break;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token); // it does not listen yet
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await AskAsync("live")).Code);
        Assert.False(starting.IsCompleted);
        await _redis.StartAsync();
        await starting.WaitAsync(limit.Token);
        while ((await AskAsync("ready")).Code != HttpStatusCode.OK)
            await Task.Delay(50, limit.Token);
    }

    [Fact]
    public async Task Start_PortTaken_NamesTheSetting()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();
        var error = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(null));
        Assert.StartsWith($"Silo:HttpPort: 127.0.0.1:{_port} cannot be listened on", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_OtherPaths_AreNotThere()
    {
        await StartAsync(null);
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/dashboard"), Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("Server"));
    }

    private static JsonElement Check(JsonElement body, string name) => body.GetProperty("checks").GetProperty(name);

    private async Task<(HttpStatusCode Code, JsonElement Body)> AskAsync(string question)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health/{question}"), Token);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Token));
    }

    private async Task StartAsync(SimulatedSettings? model)
    {
        _host = Build(model);
        await _host.StartAsync(Token);
    }

    private IHost Build(SimulatedSettings? model)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddJanusSilo(new SiloSettings
        {
            RedisConnection = _redis.Connection,
            SiloPort = RedisServer.FreePort(),
            GatewayPort = RedisServer.FreePort(),
            HttpPort = _port,
            Simulated = model,
            Blobs = new BlobStoreOptions { Path = Path.Combine(_directory, "blobs") },
        });
        return builder.Build();
    }
}
