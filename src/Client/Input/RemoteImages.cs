using System.Net;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Imaging;

namespace JanusCluster.Client.Input;

/// <summary>
/// Fetches images from the hosts that the operator allows, by https only. No redirect is followed, and no address that is not
/// public is connected to: it is looked at after the name was resolved, so that no name can lead inside.
/// </summary>
internal sealed class RemoteImages : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _hosts;
    private readonly HttpClient _client;

    public RemoteImages(HttpSettings settings)
    {
        _hosts = new HashSet<string>(
            settings.ImageHosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = PublicConnection.ConnectAsync })
        {
            Timeout = Limit,
            MaxResponseContentBufferSize = ImageLimits.Default.MaxBytes,
        };
    }

    public void Dispose() => _client.Dispose();

    /// <exception cref="JanusException">It is not allowed, cannot be fetched, or is too long.</exception>
    public async Task<byte[]> FetchAsync(string url, string field, CancellationToken cancellationToken)
    {
        if (_hosts.Count == 0)
            throw JanusException.Invalid(field, $"{field} must be a data URI (data:image/png;base64,…): images are not fetched from elsewhere here.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttps || !address.IsDefaultPort
            || address.UserInfo.Length > 0 || !_hosts.Contains(address.IdnHost))
        {
            throw JanusException.Invalid(field, $"{field} must be a data URI, or an https address at {string.Join(", ", _hosts)}.");
        }

        try
        {
            using HttpResponseMessage response = await _client.GetAsync(address, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw JanusException.Invalid(field, $"{field}: the host answered {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw JanusException.Invalid(field, $"{field} could not be fetched within {Limit.TotalSeconds} s and {ImageLimits.Default.MaxBytes} bytes.");
        }
    }
}
