using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Webhooks;

/// <summary>Webhooks of a running server, from the request that makes one to the event that arrives.</summary>
public sealed class WebhookApiTests(JanusServer server)
{
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    [Fact]
    public async Task Webhook_JobCompletes_IsToldAndTheOfficialPackageVerifiesIt()
    {
        CancellationToken limit = Limit;
        using HttpClient client = await server.CreateClientAsync();
        await using WebhookListener listener = await WebhookListener.StartAsync(port: server.WebhookPort);

        HttpResponseMessage answer = await client.PostAsJsonAsync("/v1/webhooks", new { url = $"{listener.Origin}/in", events = new[] { "job.completed" } }, limit);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        JsonElement made = await JsonAsync(answer);
        string id = made.GetProperty("id").GetString()!, secret = made.GetProperty("secret").GetString()!;

        JsonElement test = await JsonAsync(await client.PostAsync($"/v1/webhooks/{id}/test", null, limit));
        Assert.True(test.GetProperty("delivered").GetBoolean());
        ReceivedEvent ping = await listener.NextAsync(limit);
        Assert.Equal(("ping", true), (await VerifyAsync(ping, secret), ping.IsSignedBy(secret)));

        using var lines = new StringContent("""{"custom_id": "one", "prompt": "a star"}""", Encoding.UTF8, "application/x-ndjson");
        JsonElement job = (await JsonAsync(await client.PostAsync("/v1/jobs", lines, limit))).GetProperty("job");
        ReceivedEvent told = await listener.NextAsync(limit);
        Assert.Equal("job.completed", await VerifyAsync(told, secret));
        JsonElement data = JsonDocument.Parse(told.Body).RootElement.GetProperty("data");
        Assert.Equal(job.GetProperty("id").GetString(), data.GetProperty("id").GetString());
        Assert.Equal(1, data.GetProperty("job").GetProperty("items").GetProperty("delivered").GetInt32());

        JsonElement shown;
        do
        {
            await Task.Delay(50, limit);
            shown = await client.GetFromJsonAsync<JsonElement>($"/v1/webhooks/{id}", limit);
        }
        while (shown.GetProperty("delivered").GetInt32() == 0);
        Assert.Equal((0, 0), (shown.GetProperty("waiting").GetInt32(), shown.GetProperty("failed").GetInt32()));
        Assert.False(shown.TryGetProperty("secret", out _));
        Assert.DoesNotContain(secret, await client.GetStringAsync("/v1/webhooks", limit), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync($"/v1/webhooks/{id}", limit)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/v1/webhooks/{id}", limit)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/v1/webhooks/{id}/test", null, limit)).StatusCode);
        Assert.Equal(2, listener.All.Count);
    }

    [Theory]
    [InlineData("""{"url": "https://elsewhere.example/"}""", "url")]
    [InlineData("""{"url": "http://169.254.169.254/latest"}""", "url")]
    [InlineData("""{"url": "file:///etc/passwd"}""", "url")]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": "https://elsewhere.example/", "events": ["job.started"]}""", "events")]
    [InlineData("""{"url": "https://elsewhere.example/", "events": [null]}""", "events")]
    [InlineData("""{"url": "https://elsewhere.example/", "secret": "x"}""", "secret")]
    public async Task Create_WrongField_IsABadRequestThatNamesIt(string body, string field)
    {
        using HttpClient client = await server.CreateClientAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        HttpResponseMessage answer = await client.PostAsync("/v1/webhooks", content, Limit);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await JsonAsync(answer)).GetProperty("error").GetProperty("param").GetString());
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Limit);

    /// <returns>The event's type, as the official openai package of npm has it once it has verified the signature.</returns>
    private static async Task<string> VerifyAsync(ReceivedEvent received, string secret)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", ["unwrap.mjs"])
        {
            WorkingDirectory = NodeClientTests.Find(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret, headers = received.Headers, body = Encoding.UTF8.GetString(received.Body) }));
        node.StandardInput.Close();
        Task<string> said = node.StandardOutput.ReadToEndAsync(Limit), failed = node.StandardError.ReadToEndAsync(Limit);
        await node.WaitForExitAsync(Limit);
        Assert.True(node.ExitCode == 0, await failed);
        return (await said).Trim();
    }
}
