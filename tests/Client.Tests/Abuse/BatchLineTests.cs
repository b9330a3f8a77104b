using System.Text.Json;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Batches of bad lines, on a running server: each line is told by its number, and the good ones are made.</summary>
[Collection(nameof(AbusedServer))]
public sealed class BatchLineTests(AbusedServer server)
{
    private const int MaxLines = 50_000;

    private static readonly (string Line, string? Param)[] Bad =
    [
        ("hello", null), ("[]", null), ("null", null), ("{", null), ("{}", "custom_id"), ("{\"\\ud800\": 1}", null), ("{\"custom_id\": \"x\", \"\\ud800\": 1, \"\\udc00\": 2}", null), ("{\"custom_id\": \"\\ud800\"}", "custom_id"), (new string('[', 1_000), null),
        ("{\"custom_id\": \"a\", \"custom_id\": \"b\"}", null), ("{\"custom_id\": 5}", "custom_id"), ("{\"custom_id\": \"m\"}", "method"), ("{\"custom_id\": \"g\", \"method\": \"GET\"}", "method"), ("{\"custom_id\": \"u\", \"method\": \"POST\"}", "url"),
        (Line("t", "/v1/files", "{}"), "url"), (Line("t2", "http://127.0.0.1/v1/chat/completions", "{}"), "url"), (Line("t3", "/v1/../v1/chat/completions", "{}"), "url"), (Line("b", "/v1/chat/completions", "5"), "body"),
        (Chat("c1", "{}"), "body.messages"), (Chat("c2", "{\"messages\": [], \"stream\": true}"), "body.stream"), (Chat("c3", "{\"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}]}"), "body.messages[0].content"), (Chat("c4", "{\"n\": 2, \"messages\": []}"), "body.n"),
        (Chat("c5", "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \"http://169.254.169.254/\"}}]}]}"), "body.messages[0].content[0].image_url"), (Chat("c6", "{\"no_such\": 1}"), "body.no_such"),
        (Chat("c7", "{\"model\": \"none\", \"messages\": []}"), "body.model"), (Chat("c8", "{\"messages\": \"x\", \"temperature\": NaN}"), null), (Chat("c9", PictureCases.Chat("data:image/png;base64,AAAA").Trim()), "body.messages[0].content[0].image_url"),
        (Image("i1", "{}"), "body.prompt"), (Image("i2", "{\"prompt\": \"x\", \"n\": 11}"), "body.n"), (Image("i3", "{\"prompt\": \"x\", \"stream\": true}"), "body.stream"), (Image("i4", "{\"prompt\": \"x\", \"size\": \"1x1\"}"), "body.size"), (Image("i5", "{\"prompt\": \"x\", \"seed\": 1e99}"), "body.seed"),
        (Image("i6", "{\"prompt\": 5}"), "body.prompt"), (Image("i7", "{\"prompt\": \"\\ud800\"}"), "body.prompt"), (Image("i8", "{\"prompt\": \"x\", \"guidance\": 1e999}"), "body.guidance"), (Image("good", "{\"prompt\": \"again\"}"), "custom_id"),
        (Image(new string('x', 257), "{\"prompt\": \"x\"}"), "custom_id"),
    ];

    [Fact]
    public async Task Batch_EveryKindOfBadLine_IsToldByItsNumber()
    {
        string[] lines = [Image("good", "{\"prompt\": \"a star\"}"), .. Bad.Select(bad => bad.Line), Chat("last", "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello.\"}], \"max_tokens\": 1}")];
        JsonElement batch = await RunAsync(string.Join('\n', lines));

        Assert.True(batch.GetProperty("status").GetString() == "completed", batch.ToString());
        Assert.Equal((lines.Length, 2, Bad.Length), CountsOf(batch));
        Dictionary<int, JsonElement> errors = batch.GetProperty("errors").GetProperty("data").EnumerateArray().ToDictionary(error => error.GetProperty("line").GetInt32());
        for (int i = 0; i < Bad.Length; i++)
        {
            JsonElement error = errors[i + 2];
            Assert.True(Bad[i].Param == (error.TryGetProperty("param", out JsonElement param) ? param.GetString() : null), $"{Bad[i].Line}: {error}");
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
            Assert.NotEmpty(error.GetProperty("code").GetString()!);
        }

        string output = (await server.SendAsync(WireRequest.Get($"/v1/files/{batch.GetProperty("output_file_id").GetString()}/content"))).Text;
        Assert.Equal(["good", "last"], output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("custom_id").GetString()));
    }

    [Theory]
    [InlineData("", "empty_file")]
    [InlineData("\n \n", "empty_file")]
    public async Task Batch_WithoutALine_Fails(string content, string code) => await FailsAsync(content, code);

    [Fact]
    public async Task Batch_OneLineTooMany_Fails() =>
        await FailsAsync(string.Concat(Enumerable.Range(0, MaxLines + 1).Select(i => Image($"{i}", "{\"prompt\":\"x\"}") + "\n")), "too_many_lines");

    [Fact]
    public async Task Batch_TooManyPictures_Fails() =>
        await FailsAsync(string.Concat(Enumerable.Range(0, 5_001).Select(i => Image($"{i}", "{\"prompt\":\"x\",\"n\":10}") + "\n")), "too_many_results");

    private async Task FailsAsync(string content, string code)
    {
        JsonElement batch = await RunAsync(content);
        Assert.True(batch.GetProperty("status").GetString() == "failed", batch.ToString());
        Assert.Equal(code, batch.GetProperty("errors").GetProperty("data")[0].GetProperty("code").GetString());
    }

    private async Task<JsonElement> RunAsync(string content)
    {
        WireAnswer file = await server.SendAsync(Belongings.Upload("batch", "lines.jsonl", content));
        Assert.True(file.Status == 200, file.ToString());
        WireAnswer batch = await server.SendAsync(WireRequest.Json(
            "/v1/batches", $$"""{"input_file_id": "{{file.Json.GetProperty("id").GetString()}}", "endpoint": "/v1/images/generations", "completion_window": "1h"}"""));
        for (int i = 0; i < 600 && batch.Status == 200; i++)
        {
            if (batch.Json.GetProperty("status").GetString() is "completed" or "failed" or "expired" or "cancelled")
                return batch.Json;
            await Task.Delay(200, TestContext.Current.CancellationToken);
            batch = await server.SendAsync(WireRequest.Get($"/v1/batches/{batch.Json.GetProperty("id").GetString()}"));
        }

        Assert.Fail($"The batch does not end: {batch}");
        return default;
    }

    private static (int Total, int Completed, int Failed) CountsOf(JsonElement batch)
    {
        JsonElement counts = batch.GetProperty("request_counts");
        return (counts.GetProperty("total").GetInt32(), counts.GetProperty("completed").GetInt32(), counts.GetProperty("failed").GetInt32());
    }

    private static string Image(string id, string body) => Line(id, "/v1/images/generations", body);

    private static string Chat(string id, string body) => Line(id, "/v1/chat/completions", body);

    private static string Line(string id, string url, string body) => $$"""{"custom_id": "{{id}}", "method": "POST", "url": "{{url}}", "body": {{body}}}""";
}
