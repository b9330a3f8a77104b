using System.Net;
using System.Net.Sockets;

namespace JanusCluster.Bench.Cluster;

/// <summary>Ports of the loopback address that nobody uses.</summary>
internal static class FreePorts
{
    /// <returns>Different ones: all are held until the last is found.</returns>
    public static int[] Take(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            foreach (TcpListener listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (TcpListener listener in listeners)
                listener.Dispose();
        }
    }
}
