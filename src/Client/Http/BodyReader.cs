using System.IO.Pipelines;
using System.Text.Json;
using System.Threading.RateLimiting;
using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JanusCluster.Client.Http;

/// <summary>Reads JSON bodies within bounds: of one body, and of all that are held at a time.</summary>
internal sealed class BodyReader : IDisposable
{
    private const int Unit = 1 << 20;
    private const int MaxWaiting = 256;

    private readonly HttpSettings _settings;
    private readonly ConcurrencyLimiter _memory;

    public BodyReader(HttpSettings settings)
    {
        _settings = settings;
        _memory = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = Units(Math.Max(settings.MaxBodyBytesInFlight, settings.MaxBodyBytes)),
            QueueLimit = MaxWaiting * Units(settings.MaxBodyBytes),
        });
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>Reads the request's body and has it used while its memory is accounted for.</summary>
    /// <exception cref="JanusException">It is no JSON, not of the shape of <typeparamref name="T"/>, or too long.</exception>
    public async Task<T> ReadAsync<T>(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!request.HasJsonContentType())
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON, with Content-Type: application/json.");
        IncomingBody.RequirePlain(request);
        if (request.ContentLength > _settings.MaxBodyBytes)
            throw TooLong();
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = _settings.MaxBodyBytes;
        using RateLimitLease lease = await _memory.AcquireAsync(Units(request.ContentLength ?? _settings.MaxBodyBytes), context.RequestAborted);
        if (!lease.IsAcquired)
            throw new JanusException(ErrorCode.Unavailable, "Too many large requests are being read; send it again in a moment.");
        return Parse<T>(await ReadWholeAsync(request, context.RequestAborted));
    }

    /// <summary>Straight to the record: a document between them would take as much again, out of a pool that does not give it back.</summary>
    /// <exception cref="JanusException">It is no JSON, or not of the shape of <typeparamref name="T"/>.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> json) => Guard(() =>
    {
        // What is wrong with the text goes before what is wrong with what it says.
        RequireObject(json.Span);
        return JsonSerializer.Deserialize<T>(json.Span, ApiJson.Options);
    });

    /// <inheritdoc cref="Parse{T}(ReadOnlyMemory{byte})"/>
    public static T Parse<T>(JsonElement json) => Guard(() => json.Deserialize<T>(ApiJson.Options));

    private static void RequireObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth });
        reader.Read();
        JsonTokenType first = reader.TokenType;
        while (reader.Read())
        {
        }

        if (first != JsonTokenType.StartObject)
            throw NoObject();
    }

    private static JanusException NoObject() => new(ErrorCode.InvalidRequest, "The body must be a JSON object.");

    private static T Guard<T>(Func<T?> parse)
    {
        try
        {
            return parse() ?? throw NoObject();
        }
        catch (JsonException e)
        {
            throw BodyMistake.Of(e);
        }
    }

    /// <summary>Into memory that is this request's alone: pools keep the largest that they ever lent, of each thread.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadWholeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var whole = new MemoryStream((int)(request.ContentLength ?? 0));
        while (true)
        {
            ReadResult result = await ReadSomeAsync(request.BodyReader, cancellationToken);
            if (whole.Length + result.Buffer.Length > _settings.MaxBodyBytes)
                throw TooLong();
            foreach (ReadOnlyMemory<byte> part in result.Buffer)
                whole.Write(part.Span);
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return whole.GetBuffer().AsMemory(0, (int)whole.Length);
        }
    }

    private static async ValueTask<ReadResult> ReadSomeAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw IncomingBody.Damaged();
        }
    }

    private ApiException TooLong() =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {_settings.MaxBodyBytes} bytes.");

    private static int Units(long bytes) => (int)Math.Min(int.MaxValue / (2 * MaxWaiting), (bytes + Unit - 1) / Unit + 1);
}
