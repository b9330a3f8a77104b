using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Documents;

/// <summary>docs/api.md: its examples run, and no endpoint is missing.</summary>
public sealed partial class ApiDocumentTests(JanusServer server)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly string[] Shown =
        ["image_generation.completed", "chat.completion.chunk", "[DONE]", "event: job.ended", "\"object\":\"batch\"", "\"status\":\"healthy\""];
    private static readonly string[] Undocumented = ["/v1/admin/cluster/drain", "/v1/batches/{id}/cancel"]; // told in the text

    [Fact]
    public async Task Examples_InOrder_AllSucceedAndShowWhatIsWritten()
    {
        (Uri address, string key) = await server.GetAsync();
        using var folder = new TemporaryFolder();
        string script = Path.Combine(folder.Path, "examples.sh");
        string examples = string.Join('\n', Blocks().Matches(await ReadAsync()).Select(block => block.Groups[1].Value));
        await File.WriteAllTextAsync(script, $"set -euo pipefail\n{examples}", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("bash", ["-x", script]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JANUS_ENDPOINT"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["JANUS_API_KEY"] = key;
        start.Environment["HOOK_URL"] = $"http://127.0.0.1:{server.WebhookPort}/janus";
        using Process bash = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        Task<string> said = bash.StandardOutput.ReadToEndAsync(limit.Token), traced = bash.StandardError.ReadToEndAsync(limit.Token);
        await bash.WaitForExitAsync(limit.Token);

        string shown = await said;
        Assert.True(bash.ExitCode == 0, $"{await traced}\n{shown}");
        // One error is shown on purpose; whatever else goes wrong would add another.
        Assert.Equal(["size"], Errors().Matches(shown).Select(error => error.Groups[1].Value));
        Assert.All(Shown, text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Endpoints_OfTheOpenApiDocument_AreAllInIt()
    {
        using HttpClient client = await server.CreateClientAsync();
        string document = await ReadAsync();
        using JsonDocument api = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        IEnumerable<string> paths = api.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).Where(path => path.StartsWith("/v1/", StringComparison.Ordinal));
        string[] missing = [.. paths.Except(Undocumented).Where(path => !IsShown(document, path))];
        Assert.Equal([], missing);
        Assert.All(Undocumented, path => Assert.Contains(path, document, StringComparison.Ordinal));
    }

    /// <summary>As it is written with values in its place: /v1/jobs/$JOB/items for /v1/jobs/{id}/items.</summary>
    private static bool IsShown(string document, string path) => document.Contains(path, StringComparison.Ordinal)
        || Regex.IsMatch(document, $"{Parameter().Replace(Regex.Escape(path), @"[^/\s]+")}[\"?` ]");

    private static Task<string> ReadAsync()
    {
        string root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf(Path.Combine("tests", "Client.Tests"), StringComparison.Ordinal)];
        return File.ReadAllTextAsync(Path.Combine(root, "docs", "api.md"), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("\\{\"error\":\\{\"message\":.*?\"param\":\"?([a-z_]*)")]
    private static partial Regex Errors();

    [GeneratedRegex(@"\\\{[^}]*\}")]
    private static partial Regex Parameter();
}
