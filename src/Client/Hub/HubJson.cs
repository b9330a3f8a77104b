using System.Text.Json;

namespace JanusCluster.Client.Hub;

/// <summary>JSON that a hub answers, within bounds. Fields that are not needed are passed over.</summary>
internal static class HubJson
{
    public const int MaxBytes = 16 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = 32,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="HubAwayException">The connection broke.</exception>
    /// <exception cref="PullException">It is too long, or something else than what is needed.</exception>
    public static async Task<T> ReadAsync<T>(HubAnswer answer, CancellationToken cancellationToken)
    {
        byte[] json = await ReadAllAsync(answer, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("It is null.");
        }
        // Names are compared with each other as text, and an escaped lone surrogate has none.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PullException($"{answer.Host} does not answer as a hub does: {e.Message} Is it one?", e);
        }
    }

    private static async Task<byte[]> ReadAllAsync(HubAnswer answer, CancellationToken cancellationToken)
    {
        await using Stream body = await answer.OpenAsync(cancellationToken);
        using var all = new MemoryStream();
        byte[] buffer = new byte[64 << 10];
        while (await answer.ReadAsync(body, buffer, cancellationToken) is > 0 and int count)
        {
            if (all.Length + count > MaxBytes)
                throw new PullException($"{answer.Host} answers with more than {MaxBytes} bytes of JSON; that is not read.");
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }
}

/// <summary>What is needed of a revision's description.</summary>
/// <param name="Sha">Its commit.</param>
internal sealed record RevisionBody(string Sha);

/// <summary>A line of a repository's tree.</summary>
/// <param name="Type">file or directory.</param>
/// <param name="Size">Bytes; of a large file those of what stands for it.</param>
/// <param name="Oid">What git calls the content by.</param>
internal sealed record TreeEntry(string Type, string Path, long Size = 0, string? Oid = null, LargeFileBody? Lfs = null);

/// <param name="Oid">SHA-256 of the content.</param>
/// <param name="Size">Bytes.</param>
internal sealed record LargeFileBody(string Oid, long Size);
