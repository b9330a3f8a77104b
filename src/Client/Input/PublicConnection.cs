using System.Net;
using System.Net.Sockets;

namespace JanusCluster.Client.Input;

/// <summary>
/// Connects to hosts of the public internet alone: addresses are looked at after the name was resolved, so that no name can
/// lead inside.
/// </summary>
internal static class PublicConnection
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="PrivateHostException">The host has no public address.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = [.. (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken)).Where(PublicAddress.Is)];
        if (addresses.Length == 0)
            throw new PrivateHostException();
        // A socket of both families; an array of addresses is tried one after the other.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host that must be public has no public address.</summary>
internal sealed class PrivateHostException() : IOException("The host has no public address.");
