using System.Buffers;
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
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ApiJson.MaxDepth, AllowDuplicateProperties = false };

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
        if (request.ContentLength > _settings.MaxBodyBytes)
            throw TooLong();
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = _settings.MaxBodyBytes;
        using RateLimitLease lease = await _memory.AcquireAsync(Units(request.ContentLength ?? _settings.MaxBodyBytes), context.RequestAborted);
        if (!lease.IsAcquired)
            throw new JanusException(ErrorCode.Unavailable, "Too many large requests are being read; send it again in a moment.");
        return await ReadAsync<T>(request.BodyReader, context.RequestAborted);
    }

    /// <exception cref="JanusException">It is no JSON, or not of the shape of <typeparamref name="T"/>.</exception>
    public static T Parse<T>(ReadOnlySequence<byte> json)
    {
        try
        {
            // Twice the work for the reader, and one way to find each mistake: duplicates are seen in every corner.
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            return Parse<T>(document.RootElement);
        }
        catch (JsonException e)
        {
            throw BodyMistake.Of(e);
        }
    }

    /// <inheritdoc cref="Parse{T}(ReadOnlySequence{byte})"/>
    public static T Parse<T>(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new JanusException(ErrorCode.InvalidRequest, "The body must be a JSON object.");
        try
        {
            return json.Deserialize<T>(ApiJson.Options)!;
        }
        catch (JsonException e)
        {
            throw BodyMistake.Of(e);
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate has no text.
            throw new JanusException(ErrorCode.InvalidRequest, "The body holds text that is not valid Unicode.");
        }
    }

    private async Task<T> ReadAsync<T>(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > _settings.MaxBodyBytes)
                throw TooLong();
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            try
            {
                return Parse<T>(result.Buffer);
            }
            finally
            {
                // The server reads on from here; without it the connection is no good any more.
                reader.AdvanceTo(result.Buffer.End);
            }
        }
    }

    private ApiException TooLong() =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {_settings.MaxBodyBytes} bytes.");

    private static int Units(long bytes) => (int)Math.Min(int.MaxValue / (2 * MaxWaiting), (bytes + Unit - 1) / Unit + 1);
}
