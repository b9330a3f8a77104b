using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace JanusCluster.Client.Tests.OpenAi;

/// <summary>Whoever leaves frees what was his.</summary>
public sealed partial class DisconnectTests(JanusServer server)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Chat_ClientLeaves_TheTurnEnds()
    {
        using HttpClient client = await server.CreateClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new { stream = true, max_tokens = 800, temperature = 2, messages = new[] { new { role = "user", content = "Tell me everything." } } }),
        };
        using (HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            Assert.StartsWith("data: ", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await WaitUntilNothingRunsAsync(client, "chat");
    }

    [Fact]
    public async Task Images_ClientLeaves_AreCancelled()
    {
        using HttpClient client = await server.CreateClientAsync();
        using (var leave = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            Task<HttpResponseMessage> asked = client.PostAsJsonAsync("/v1/images/generations", new { prompt = "a star", n = 10 }, leave.Token);
            while (await CountAsync(client, "janus_requests_running", "interactive") == 0 && !asked.IsCompleted)
                await Task.Delay(Pause, TestContext.Current.CancellationToken);
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        await WaitUntilNothingRunsAsync(client, "interactive");
        Assert.Equal(0, await CountAsync(client, "janus_requests_waiting", "interactive"));
    }

    private static async Task WaitUntilNothingRunsAsync(HttpClient client, string workClass)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (await CountAsync(client, "janus_requests_running", workClass) > 0)
            await Task.Delay(Pause, limit.Token);
    }

    private static async Task<double> CountAsync(HttpClient client, string metric, string workClass)
    {
        string metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return Sample().Matches(metrics)
            .Where(sample => sample.Groups[1].Value == metric && sample.Groups[2].Value.Contains($"class=\"{workClass}\"", StringComparison.Ordinal))
            .Sum(sample => double.Parse(sample.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(\w+)\{([^}]*)\} (\S+)", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
