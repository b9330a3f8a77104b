using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>A hub on this machine with one repository, and a second host that it may lead to. How it misbehaves is up to the test.</summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Repository = "someone/Tiny-Janus";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly WebApplication _app;
    private long _sent;

    private FakeHub()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => _app.Urls.First();

    /// <summary>The other host.</summary>
    public string Elsewhere => _app.Urls.Last();

    public Dictionary<string, FakeFile> Files { get; init; } = [];

    /// <summary>As they stand in an address.</summary>
    public HashSet<string> Revisions { get; } = ["main", "refs%2Fpr%2F1", Commit];

    public string? Token { get; set; }

    public int PageSize { get; set; } = 1000;

    /// <summary>Large files are elsewhere.</summary>
    public bool LeadsElsewhere { get; set; }

    /// <summary>Comes before all else; with the file that is asked for. True when it has answered.</summary>
    public Func<HttpContext, string?, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>Bytes of files.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public static async Task<FakeHub> StartAsync(Dictionary<string, FakeFile> files)
    {
        var hub = new FakeHub { Files = files };
        await hub._app.StartAsync();
        return hub;
    }

    public int Asked(string file) => Seen.Count(request => request.File == file && !request.IsElsewhere);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Answers with a file, or the part of it that is asked for.</summary>
    /// <param name="most">Bytes after which the connection breaks.</param>
    /// <param name="ranges">Whether it goes on where it is asked to.</param>
    /// <param name="pause">Between its pieces.</param>
    public async Task SendAsync(HttpContext context, byte[] content, int? most = null, bool ranges = true, bool tagged = true, int pause = 0)
    {
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        int from = 0;
        if (ranges && context.Request.Headers.Range.ToString() is { Length: > 0 } range
            && (context.Request.Headers.IfRange.ToString() is not { Length: > 0 } condition || condition == tag))
        {
            from = int.Parse(range["bytes=".Length..^1]);
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        if (tagged)
            context.Response.Headers.ETag = tag;
        context.Response.ContentLength = content.Length - from;
        int count = Math.Min(most ?? int.MaxValue, content.Length - from);
        for (int piece = pause == 0 ? count : 16 << 10; count > 0; from += piece, count -= piece)
        {
            await WriteAsync(context, content.AsMemory(from, Math.Min(piece, count)));
            await Task.Delay(pause, context.RequestAborted);
        }
    }

    public async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        // Before, for whoever has them may look here at once.
        Interlocked.Add(ref _sent, bytes.Length);
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        string[] parts = path.Split('/');
        bool elsewhere = context.Connection.LocalPort == new Uri(Elsewhere).Port;
        string? file = parts is [_, "someone", "Tiny-Janus", "resolve", Commit, var name] ? name : parts is [_, "stored", var stored] ? stored : null;
        string? authorization = context.Request.Headers.Authorization.ToString() is { Length: > 0 } given ? given : null;
        Seen.Enqueue(new SeenRequest(elsewhere, path, file, context.Request.Headers.Range.ToString(), authorization));
        if (await Instead(context, file))
            return;
        if (!elsewhere && Token is not null && authorization != $"Bearer {Token}")
            context.Response.StatusCode = authorization is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        else if (file is not null && Files.TryGetValue(file, out FakeFile? found) && !elsewhere && found.IsLarge && LeadsElsewhere)
            context.Response.Redirect($"{Elsewhere}/stored/{file}?signature=secret");
        else if (file is not null && Files.TryGetValue(file, out found))
            await SendAsync(context, found.Content);
        else if (parts is [_, "api", "models", "someone", "Tiny-Janus", "revision", var revision] && Revisions.Contains(revision))
            await context.Response.WriteAsync($$"""{"id":"{{Repository}}","sha":"{{Commit}}","siblings":[{"rfilename":"config.json"}]}""");
        else if (parts is [_, "api", "models", "someone", "Tiny-Janus", "tree", Commit])
            await SendTreeAsync(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task SendTreeAsync(HttpContext context)
    {
        int skipped = int.TryParse(context.Request.Query["cursor"], out int cursor) ? cursor : 0;
        if (skipped + PageSize < Files.Count)
            context.Response.Headers.Link = $"<{Address}{context.Request.Path}?recursive=true&cursor={skipped + PageSize}>; rel=\"next\"";
        object[] page = [.. Files.Skip(skipped).Take(PageSize).Select(file => file.Value.Describe(file.Key)), new { type = "directory", path = "images", size = 0, oid = "x" }];
        await context.Response.WriteAsync(JsonSerializer.Serialize(page), Encoding.UTF8);
    }
}

/// <param name="File">Null for other requests.</param>
/// <param name="Range">Empty for none.</param>
internal sealed record SeenRequest(bool IsElsewhere, string Path, string? File, string Range, string? Authorization);
