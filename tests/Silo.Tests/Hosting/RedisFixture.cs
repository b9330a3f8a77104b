using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Hosting;

/// <summary>A real Redis that the tests of one class share, and a connection to it.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private readonly RedisServer _server = new();

    public string Connection => _server.Connection;

    public ConnectionMultiplexer Redis { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        Redis = await ConnectionMultiplexer.ConnectAsync(Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await _server.DisposeAsync();
    }
}
