using System.Net;
using System.Net.Sockets;

namespace JanusCluster.Hosting.Processes;

/// <summary>Ports of the loopback address that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>They are free when this returns; held together until then, so that all are different.</summary>
    public static int[] Find(int count)
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

    /// <summary>Whether somebody listens on the port, or has it for himself.</summary>
    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
