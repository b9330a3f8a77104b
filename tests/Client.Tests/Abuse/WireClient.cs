using System.Net.Sockets;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Sends bytes as they are, on a connection of their own, and takes what comes back until it is closed.</summary>
internal static class WireClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<WireAnswer> SendAsync(Uri address, WireRequest request, string key, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        NetworkStream stream = client.GetStream();
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        Task<byte[]> reading = ReadAsync(stream, limit.Token);
        Task writing = WriteAsync(stream, request, request.Head(address.Authority, key), answered.Token);
        byte[] bytes = await reading;
        await answered.CancelAsync();
        await writing;
        return WireAnswer.Parse(bytes);
    }

    /// <summary>To the end, or to where the connection was torn down.</summary>
    private static async Task<byte[]> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read, cancellationToken);
        }
        catch (IOException)
        {
        }

        return read.ToArray();
    }

    /// <summary>A server may answer, and close, before it has read everything.</summary>
    private static async Task WriteAsync(NetworkStream stream, WireRequest request, byte[] head, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(head, cancellationToken);
            for (int i = 0; request.Body is { } body && i < request.Repeat; i++)
                await stream.WriteAsync(body, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
        }
    }
}
