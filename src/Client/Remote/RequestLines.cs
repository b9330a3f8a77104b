using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Remote;

/// <summary>Requests as the lines that a front reads, written as they are sent.</summary>
internal sealed class RequestLines : HttpContent
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly IReadOnlyList<ImageRequest> _requests;

    public RequestLines(IReadOnlyList<ImageRequest> requests)
    {
        _requests = requests;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (ImageRequest request in _requests)
        {
            ImageSettings settings = request.Settings;
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(
                new Line(request.CustomId, request.Prompt, request.Count, request.Seed, settings.Guidance, settings.Temperature, settings.TopK, settings.TopP),
                ApiJson.Options), cancellationToken);
            await stream.WriteAsync(NewLine, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed record Line(string CustomId, string Prompt, int N, long? Seed, double Guidance, double Temperature, int TopK, double TopP);
}
