using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>Passes connections on to a server, and cuts them when it is told to, as a bad line does.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Uri _server;
    private readonly Task _accepting;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Cuts what is connected now.</summary>
    /// <returns>How many connections there were.</returns>
    public int Cut()
    {
        int cut = 0;
        foreach (TcpClient client in _open.Keys)
        {
            if (!_open.TryRemove(client, out _))
                continue;
            // Both ends see a reset.
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            cut++;
        }

        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Cut();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = PassAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            _open[client] = true;
            await server.ConnectAsync(_server.Host, _server.Port, _ending.Token);
            Task there = client.GetStream().CopyToAsync(server.GetStream(), _ending.Token), back = server.GetStream().CopyToAsync(client.GetStream(), _ending.Token);
            await Task.WhenAny(there, back);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Cut.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }
}
