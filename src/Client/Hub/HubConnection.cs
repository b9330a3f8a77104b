using System.Net;
using System.Net.Http.Headers;

namespace JanusCluster.Client.Hub;

/// <summary>
/// Gets from a hub. Hubs lead to other hosts for large files; redirects are followed here, by hand, so that the token
/// goes to the hub's own origin alone, and never again once an answer came from elsewhere.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MaxRedirects = 8;
    private const int MaxHeaderKilobytes = 64;

    private static readonly ProductInfoHeaderValue Agent = new("JanusCluster", "1.0");

    private readonly HubAddress _hub;
    private readonly string? _token;
    private readonly TimeSpan _silence;
    private readonly HttpClient _http;

    /// <param name="token">Null for none.</param>
    public HubConnection(HubAddress hub, string? token, HubPatience patience)
    {
        _hub = hub;
        _token = token;
        _silence = patience.Silence;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // What is hashed is what is stored; an answer that unpacks could be of any size.
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = patience.Silence,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
        })
        {
            // The body has its own limit: a large file may take hours.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <param name="headers">Adds to the request.</param>
    /// <returns>Whatever was answered, also an error.</returns>
    /// <exception cref="HubAwayException">Nothing was answered.</exception>
    /// <exception cref="PullException">Redirects that are not followed.</exception>
    public async Task<HubAnswer> GetAsync(Uri address, Action<HttpRequestHeaders>? headers, CancellationToken cancellationToken)
    {
        bool isHub = true;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            isHub &= _hub.Owns(address);
            HttpResponseMessage response = await SendAsync(address, isHub, headers, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return new HubAnswer(response, address.Authority, isHub, _silence);
            }

            using (response)
                address = Follow(address, response.Headers.Location);
        }

        throw new PullException($"{_hub} leads from one address to the next more than {MaxRedirects} times.");
    }

    public void Dispose() => _http.Dispose();

    private static Uri Follow(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out Uri? next) || next.Scheme is not ("http" or "https") || next.UserInfo.Length > 0)
            throw new PullException($"{from.Authority} leads to an address that is none.");
        return from.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps
            ? throw new PullException($"{from.Authority} leads from https to http at {next.Authority}; that is not followed.")
            : next;
    }

    private async Task<HttpResponseMessage> SendAsync(
        Uri address, bool withToken, Action<HttpRequestHeaders>? headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        headers?.Invoke(request.Headers);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (withToken && _token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_silence);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubAwayException($"{address.Authority} does not answer: nothing came for {_silence.TotalSeconds:F0} s.", inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new HubAwayException($"{address.Authority} does not answer: {e.GetBaseException().Message.TrimEnd('.')}.", inner: e);
        }
    }
}
