using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JanusCluster.Client.Http;

/// <summary>
/// An answer as server-sent events (WHATWG HTML, section 9.2). While nothing happens a comment is sent now and then: proxies
/// cut silent connections, and a client that is gone is noticed.
/// </summary>
internal sealed class EventStream(HttpContext context, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _writing = new(1);
    private ITimer? _timer;
    private long _wroteAt;

    public bool HasBegun => context.Response.HasStarted;

    /// <summary>Sends the headers; from here on errors are events.</summary>
    public async Task BeginAsync()
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(context.RequestAborted);
        _wroteAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => _ = KeepAliveAsync(), null, Silence, Silence);
    }

    /// <param name="name">The event's name; null for none.</param>
    public Task SendAsync<T>(string? name, T data) => WriteAsync(name, JsonSerializer.SerializeToUtf8Bytes(data, ApiJson.Options));

    /// <summary>Sends text that is no JSON, as the chat stream's [DONE].</summary>
    public Task SendTextAsync(ReadOnlyMemory<byte> text) => WriteAsync(null, text);

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        // A comment that is being sent ends first.
        await _writing.WaitAsync();
        _writing.Dispose();
    }

    private async Task WriteAsync(string? name, ReadOnlyMemory<byte> data)
    {
        await _writing.WaitAsync(context.RequestAborted);
        try
        {
            if (name is not null)
                Put("event: "u8, System.Text.Encoding.UTF8.GetBytes(name), "\n"u8);
            Put("data: "u8, data.Span, "\n\n"u8);
            await FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task KeepAliveAsync()
    {
        if (time.GetElapsedTime(_wroteAt) < Silence / 2)
            return;
        try
        {
            if (!await _writing.WaitAsync(TimeSpan.Zero))
                return;
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        try
        {
            Put(":"u8, [], "\n\n"u8);
            await FlushAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The client is gone; whoever writes the next event learns of it.
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Put(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, ReadOnlySpan<byte> after)
    {
        Span<byte> span = context.Response.BodyWriter.GetSpan(before.Length + text.Length + after.Length);
        before.CopyTo(span);
        text.CopyTo(span[before.Length..]);
        after.CopyTo(span[(before.Length + text.Length)..]);
        context.Response.BodyWriter.Advance(before.Length + text.Length + after.Length);
    }

    private async Task FlushAsync()
    {
        _wroteAt = time.GetTimestamp();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
