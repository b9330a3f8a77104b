using System.Net.Http.Json;
using System.Text.Json;

namespace JanusCluster.Bench.Front;

/// <summary>Streams of answers, each asked for as soon as the one before has ended.</summary>
internal sealed class ChatLoad(HttpClient client, int streams)
{
    private const string Data = "data: ";
    private long _tokens;
    private long _answers;
    private long _failures;

    /// <summary>Tokens of answers that have ended.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    public long Answers => Interlocked.Read(ref _answers);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>What the first failure said; null without one.</summary>
    public string? FirstFailure { get; private set; }

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, streams).Select(stream => RunAsync(stream, cancellationToken)));

    private async Task RunAsync(int stream, CancellationToken cancellationToken)
    {
        for (int question = 0; !cancellationToken.IsCancellationRequested; question++)
        {
            try
            {
                Interlocked.Add(ref _tokens, await AskAsync($"Question {question} of stream {stream}", cancellationToken));
                Interlocked.Increment(ref _answers);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                Interlocked.Increment(ref _failures);
                FirstFailure ??= e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
            }
        }
    }

    /// <returns>Tokens of the answer.</returns>
    private async Task<int> AskAsync(string question, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                stream = true,
                stream_options = new { include_usage = true },
                max_tokens = 256,
                messages = new[] { new { role = "user", content = question } },
            }),
        };
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new IOException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        int tokens = 0;
        string? last = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            last = line.Length > 0 ? line : last;
            // Of all events only the last has numbers: reading the others would measure the reader.
            if (line.StartsWith(Data, StringComparison.Ordinal) && line.Contains("\"completion_tokens\"", StringComparison.Ordinal))
                tokens = JsonDocument.Parse(line[Data.Length..]).RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32();
        }

        return tokens > 0 ? tokens : throw new IOException($"The answer broke off behind: {last}");
    }
}
