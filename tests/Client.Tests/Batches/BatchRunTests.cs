using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace JanusCluster.Client.Tests.Batches;

/// <summary>Batches through fronts over HTTP, on a simulated model.</summary>
public sealed class BatchRunTests
{
    private const int Lines = 1_000, BadEvery = 100;

    [Fact]
    public async Task Batch_ThousandLinesAndADeadFront_EachOnceInOrder()
    {
        await using SimulatedCluster cluster = await SimulatedCluster.StartAsync(fronts: 2, stepMilliseconds: 1);
        (HttpClient doomed, var process) = cluster.Fronts[0];
        HttpClient client = cluster.Fronts[1].Client;
        string id = (await CreateAsync(doomed, await UploadAsync(doomed))).GetProperty("id").GetString()!;
        process.Kill();

        JsonElement batch = await WaitAsync(client, id, batch => IsFinal(batch));

        Assert.Equal("completed", StateOf(batch));
        Assert.Equal((1000, 990, 10), Counts(batch));
        JsonElement[] output = await ReadAsync(client, batch, "output_file_id"), errors = await ReadAsync(client, batch, "error_file_id");
        Assert.Equal(Enumerable.Range(1, Lines).Where(line => !IsBad(line)).Select(line => $"line-{line}"), output.Select(IdOf));
        Assert.Equal(Enumerable.Range(1, Lines).Where(IsBad), errors.Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal(
            Enumerable.Range(1, Lines).Where(IsBad),
            batch.GetProperty("errors").GetProperty("data").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()));
        Assert.All(output, line => Assert.Equal(
            IsChat(NumberOf(line)), line.GetProperty("response").GetProperty("body").TryGetProperty("choices", out _)));

        // What a line's picture leads to is a picture, without a key.
        using var stranger = new HttpClient();
        string url = output.First(line => !IsChat(NumberOf(line))).GetProperty("response").GetProperty("body").GetProperty("data")[0].GetProperty("url").GetString()!;
        url = url.Replace(doomed.BaseAddress!.Authority, client.BaseAddress!.Authority, StringComparison.Ordinal);
        Assert.Equal("image/png", (await stranger.GetAsync(url, Cancellation)).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Batch_CancelledHalfWay_KeepsWhatIsFinished()
    {
        await using SimulatedCluster cluster = await SimulatedCluster.StartAsync(fronts: 1, stepMilliseconds: 4);
        HttpClient client = cluster.Fronts[0].Client;
        string id = (await CreateAsync(client, await UploadAsync(client))).GetProperty("id").GetString()!;
        await WaitAsync(client, id, batch => IsFinal(batch) || Counts(batch).Completed >= 200);
        (await client.PostAsync($"/v1/batches/{id}/cancel", null, Cancellation)).EnsureSuccessStatusCode();

        JsonElement batch = await WaitAsync(client, id, IsFinal);

        Assert.Equal("cancelled", StateOf(batch));
        JsonElement[] output = await ReadAsync(client, batch, "output_file_id"), errors = await ReadAsync(client, batch, "error_file_id");
        Assert.InRange(output.Length, 200, 989);
        Assert.Equal((Lines, output.Length, errors.Length), Counts(batch));
        Assert.Equal(Lines, output.Concat(errors).Select(NumberOf).Distinct().Count());
        Assert.All(errors.Where(line => !IsBad(NumberOf(line))), line => Assert.Equal("batch_cancelled", CodeOf(line)));
        Assert.Equal(10, errors.Count(line => CodeOf(line) == "invalid_request"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static bool IsBad(int line) => line % BadEvery == 50;

    private static bool IsChat(int line) => line % 2 == 0;

    private static async Task<string> UploadAsync(HttpClient client)
    {
        string content = string.Join('\n', Enumerable.Range(1, Lines).Select(line => JsonSerializer.Serialize(new
        {
            custom_id = $"line-{line}",
            method = "POST",
            url = IsChat(line) ? "/v1/chat/completions" : "/v1/images/generations",
            body = IsBad(line) ? new { model = "simulated", wrong = line }
                : IsChat(line) ? new { model = "simulated", max_tokens = 4, messages = new[] { new { role = "user", content = $"What is {line}?" } } }
                : (object)new { model = "simulated", prompt = $"a picture of {line}", seed = line },
        })));
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "lines.jsonl" },
            { new StringContent("batch"), "purpose" },
        };
        HttpResponseMessage response = await client.PostAsync("/v1/files", form, Cancellation);
        return (await JsonAsync(response)).GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string file) => await JsonAsync(await client.PostAsJsonAsync(
        "/v1/batches", new { input_file_id = file, endpoint = "/v1/images/generations", completion_window = "24h" }, Cancellation));

    private static async Task<JsonElement> WaitAsync(HttpClient client, string id, Func<JsonElement, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        JsonElement batch = default;
        while (!limit.IsCancellationRequested)
        {
            batch = await JsonAsync(await client.GetAsync($"/v1/batches/{id}", limit.Token));
            if (wanted(batch))
                return batch;
            await Task.Delay(200, Cancellation);
        }

        throw new TimeoutException($"The batch stays as it is: {batch}");
    }

    private static async Task<JsonElement[]> ReadAsync(HttpClient client, JsonElement batch, string field)
    {
        string content = await client.GetStringAsync($"/v1/files/{batch.GetProperty(field).GetString()}/content", Cancellation);
        return [.. content.TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line))];
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        string content = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, content);
        return JsonElement.Parse(content);
    }

    private static bool IsFinal(JsonElement batch) => StateOf(batch) is "completed" or "failed" or "expired" or "cancelled";

    private static string StateOf(JsonElement batch) => batch.GetProperty("status").GetString()!;

    private static (int Total, int Completed, int Failed) Counts(JsonElement batch)
    {
        JsonElement counts = batch.GetProperty("request_counts");
        return (counts.GetProperty("total").GetInt32(), counts.GetProperty("completed").GetInt32(), counts.GetProperty("failed").GetInt32());
    }

    private static string IdOf(JsonElement line) => line.GetProperty("custom_id").GetString()!;

    private static int NumberOf(JsonElement line) => int.Parse(IdOf(line)["line-".Length..]);

    private static string CodeOf(JsonElement line) => line.GetProperty("error").GetProperty("code").GetString()!;
}
