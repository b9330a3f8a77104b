using System.Net.Http.Headers;
using JanusCluster.Client.Input;
using JanusCluster.Contracts.Webhooks;

namespace JanusCluster.Client.Webhooks;

/// <summary>How a host took an event.</summary>
/// <param name="Status">What it answered, where it did.</param>
/// <param name="Error">What went wrong; null where it took it.</param>
internal sealed record WebhookReceipt(int? Status, string? Error)
{
    public bool IsDelivered => Error is null;
}

/// <summary>
/// Sends signed events to hosts that are allowed. No redirect is followed, and nothing of an answer counts but its status.
/// What is told of a failure is in words of this program: others might tell of the network inside.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>Longest wait for an answer. Far below the time of a lease.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const int MaxAnswer = 64 << 10;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly WebhookHosts _hosts;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _public;
    private readonly HttpMessageInvoker _anywhere;

    public WebhookSender(WebhookHosts hosts, TimeProvider time)
    {
        _hosts = hosts;
        _time = time;
        SocketsHttpHandler handler = CreateHandler();
        handler.ConnectCallback = PublicConnection.ConnectAsync;
        _public = new HttpMessageInvoker(handler);
        _anywhere = new HttpMessageInvoker(CreateHandler());
    }

    public void Dispose()
    {
        _public.Dispose();
        _anywhere.Dispose();
    }

    /// <summary>One attempt. Only <paramref name="cancellationToken"/> has it throw.</summary>
    /// <param name="id">Of the event.</param>
    public async Task<WebhookReceipt> SendAsync(WebhookTarget target, string id, byte[] body, CancellationToken cancellationToken)
    {
        var address = new Uri(target.Url);
        if (_hosts.Find(address) is not { } reach)
            return new WebhookReceipt(null, $"The host is not allowed (any longer): see {WebhookHosts.Setting}.");
        using HttpRequestMessage request = Sign(target, address, id, body);
        using var limit = new CancellationTokenSource(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage answer = await (reach == WebhookReach.Public ? _public : _anywhere).SendAsync(request, either.Token);
            int status = (int)answer.StatusCode;
            return new WebhookReceipt(status, answer.IsSuccessStatusCode ? null : $"The host answered {status}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookReceipt(null, $"The host did not answer within {Limit.TotalSeconds} seconds.");
        }
        catch (HttpRequestException e)
        {
            return new WebhookReceipt(null, Explain(e));
        }
    }

    private HttpRequestMessage Sign(WebhookTarget target, Uri address, string id, byte[] body)
    {
        long timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("JanusCluster-Webhooks", "1"));
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, $"{timestamp}");
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(target.Secret, id, timestamp, body));
        return request;
    }

    private static string Explain(HttpRequestException e) => e switch
    {
        { InnerException: PrivateHostException inner } => inner.Message,
        { HttpRequestError: HttpRequestError.NameResolutionError } => "The host's name is not known.",
        { HttpRequestError: HttpRequestError.ConnectionError } => "The host could not be connected to.",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "There is no secure connection to the host: its certificate is not valid, or it does not speak TLS.",
        _ => "The connection broke, or the host does not speak HTTP.",
    };

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = Limit,
        // A name that leads elsewhere is followed, and looked at again.
        PooledConnectionLifetime = ConnectionLifetime,
        MaxResponseDrainSize = MaxAnswer,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ActivityHeadersPropagator = null,
    };
}
