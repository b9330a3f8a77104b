using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Remote;

/// <summary>The HTTP API of a front. Its errors come back as they were thrown; a front that is away is an <see cref="EndpointException"/>.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10), ProbeTime = TimeSpan.FromSeconds(20);

    /// <summary>Longer than a front itself repeats what it asks of silos.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // The key is for this address and no other.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ConnectTime,
        // A stream that is left is cut: that is how the front learns of it.
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly string? _key;
    private readonly CancellationToken _stopping;

    /// <param name="endpoint">Ends in a slash.</param>
    /// <param name="stopping">Ends all that is under way.</param>
    public ApiClient(Uri endpoint, string? key, CancellationToken stopping)
    {
        Endpoint = endpoint;
        _key = key;
        _stopping = stopping;
    }

    public Uri Endpoint { get; }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken = default) =>
        SendAsync<T>(HttpMethod.Get, path, null, AnswerTime, cancellationToken);

    /// <param name="body">Becomes JSON; null for none.</param>
    public Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null, CancellationToken cancellationToken = default) =>
        SendAsync<T>(method, path, ContentOf(body), AnswerTime, cancellationToken);

    /// <param name="path">Behind <c>/v1/</c>.</param>
    /// <exception cref="JanusException">What the front says is wrong.</exception>
    /// <exception cref="EndpointException">It does not answer, or not now.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, TimeSpan patience, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Create(method, path, body);
        using CancellationTokenSource limit = Limit(patience, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await CheckAsync(response, limit.Token);
            return await response.Content.ReadFromJsonAsync<T>(RemoteJson.Options, limit.Token) ?? throw new JsonException("The answer is null.");
        }
        catch (Exception e) when (Explain(e, patience, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Asks once whether there is a front that takes the key: what is wrong is told at once, where one that is busy is waited for later.</summary>
    /// <exception cref="JanusException">Nobody answers, or it is no front, or the key is not valid.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Create(HttpMethod.Get, "models", null);
        using CancellationTokenSource limit = Limit(ProbeTime, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            // A key for administration only may not ask this; it is a key all the same.
            if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
                await CheckAsync(response, limit.Token);
        }
        catch (Exception e) when (Explain(e, ProbeTime, cancellationToken) is { } explained)
        {
            throw explained is EndpointException ? new JanusException(explained.Message, e) { Code = ErrorCode.Unavailable } : explained;
        }
    }

    /// <summary>Opens an answer that comes as server-sent events.</summary>
    /// <param name="idempotencyKey">Null for none.</param>
    /// <inheritdoc cref="SendAsync{T}(HttpMethod, string, HttpContent, TimeSpan, CancellationToken)"/>
    public async Task<ServerEvents> OpenAsync(HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Create(method, path, ContentOf(body));
        if (idempotencyKey is not null)
            request.Headers.Add(IdempotencyKey.Header, idempotencyKey);
        using CancellationTokenSource limit = Limit(AnswerTime, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await CheckAsync(response, limit.Token);
            var events = new ServerEvents(Endpoint, response, await response.Content.ReadAsStreamAsync(limit.Token), _stopping);
            response = null;
            return events;
        }
        catch (Exception e) when (Explain(e, AnswerTime, cancellationToken) is { } explained)
        {
            throw explained;
        }
        finally
        {
            response?.Dispose();
        }
    }

    /// <summary>What a link leads to, which is not always this front: the key is not sent along.</summary>
    /// <returns>Null when it is not there any longer.</returns>
    /// <inheritdoc cref="SendAsync{T}(HttpMethod, string, HttpContent, TimeSpan, CancellationToken)"/>
    public async Task<byte[]?> DownloadAsync(Uri link, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = Limit(AnswerTime, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            // Links run out; the next look at the job gives a new one.
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsByteArrayAsync(limit.Token)
                : throw new EndpointException($"{link.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode}.");
        }
        catch (Exception e) when (Explain(e, AnswerTime, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonContent? ContentOf(object? body) => body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Options);

    private HttpRequestMessage Create(HttpMethod method, string path, HttpContent? body)
    {
        var request = new HttpRequestMessage(method, new Uri(Endpoint, $"v1/{path}")) { Content = body };
        if (_key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        return request;
    }

    private CancellationTokenSource Limit(TimeSpan patience, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        limit.CancelAfter(patience);
        return limit;
    }

    private async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw await ApiErrors.ReadAsync(Endpoint, response, _key is not null, cancellationToken);
    }

    /// <returns>Null for what is as it should be.</returns>
    private Exception? Explain(Exception e, TimeSpan patience, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException => cancellationToken.IsCancellationRequested || _stopping.IsCancellationRequested
            ? null
            : new EndpointException($"{Endpoint} does not answer: nothing came within {patience.TotalSeconds:F0} s.", inner: e),
        HttpRequestException or IOException => new EndpointException($"{Endpoint} does not answer: {e.GetBaseException().Message.TrimEnd('.')}.", inner: e),
        JsonException => new JanusException($"{Endpoint} does not speak this API: its answer is not what it should be.", e),
        _ => null,
    };
}
