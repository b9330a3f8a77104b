using System.Net;
using System.Net.Sockets;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>Picks free ports below those that the system gives to outgoing connections, so that they are still free a moment later.</summary>
internal static class Ports
{
    private const int First = 18_000, Last = 32_000, Attempts = 200;

    public static int Next()
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new IOException($"No free port was found between {First} and {Last}.");
    }
}
