using System.Net;
using System.Net.Sockets;

namespace JanusCluster.Hosting.Health;

/// <summary>
/// Asks a process of this machine whether it is alive: for images without a shell, whose health check is the program itself
/// (<c>health</c>), started with the same settings.
/// </summary>
public static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="address">What the process listens on; of all addresses this machine's own is asked.</param>
    /// <returns>The exit code: 0 when it is, 1 with one line on <paramref name="notes"/> when it is not.</returns>
    public static async Task<int> AskAsync(IPAddress address, int port, bool https, TextWriter notes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(notes);
        IPAddress asked = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        var uri = new UriBuilder(https ? "https" : "http", asked.ToString(), port, HealthEndpoints.LivePath).Uri;
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            if (https)
            {
                // Its certificate is for the name that others know it by: that it listens must do.
                using var connection = new TcpClient();
                await connection.ConnectAsync(asked, port, cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
                return 0;
            }

            using HttpResponseMessage answer = await http.GetAsync(uri, cancellationToken);
            if (answer.IsSuccessStatusCode)
                return 0;
            await notes.WriteLineAsync($"{uri} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or TimeoutException or TaskCanceledException)
        {
            await notes.WriteLineAsync($"{uri} does not answer: {e.Message}");
        }

        return 1;
    }
}
