using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using JanusCluster.Client.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Webhooks;

/// <summary>A host on this machine that events are sent to.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<ReceivedEvent> _received = Channel.CreateUnbounded<ReceivedEvent>();
    private readonly Func<ReceivedEvent, HttpContext, Task> _answer;

    private WebhookListener(int port, Func<ReceivedEvent, HttpContext, Task> answer)
    {
        _answer = answer;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>Scheme, address and port.</summary>
    public string Origin => _app.Urls.First();

    /// <summary>All requests so far, also those to other paths.</summary>
    public ConcurrentQueue<ReceivedEvent> All { get; } = new();

    /// <param name="answer">Sets the answer's status; without it, that is 200.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<WebhookListener> StartAsync(Func<ReceivedEvent, HttpContext, Task>? answer = null, int port = 0)
    {
        var listener = new WebhookListener(port, answer ?? ((_, _) => Task.CompletedTask));
        await listener._app.StartAsync();
        return listener;
    }

    public async Task<ReceivedEvent> NextAsync(CancellationToken limit) => await _received.Reader.ReadAsync(limit);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var received = new ReceivedEvent(
            context.Request.Method, context.Request.Path, body.ToArray(),
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()));
        All.Enqueue(received);
        await _received.Writer.WriteAsync(received, context.RequestAborted);
        await _answer(received, context);
    }
}

/// <param name="Headers">By their names in lower case.</param>
internal sealed record ReceivedEvent(string Method, string Path, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Id => Headers[WebhookSignature.IdHeader];

    /// <summary>Whether the secret has signed just this.</summary>
    public bool IsSignedBy(string secret) => Headers[WebhookSignature.SignatureHeader]
        == WebhookSignature.Of(secret, Id, long.Parse(Headers[WebhookSignature.TimestampHeader]), Body);
}
