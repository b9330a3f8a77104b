using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using JanusCluster.Client.Telemetry;
using JanusCluster.EndToEnd.Tests.Cluster;
using JanusCluster.EndToEnd.Tests.Commands;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>The dashboard and the alert rules read what processes export, and nothing else.</summary>
public sealed partial class MonitoringTests : IDisposable
{
    /// <summary>Of .NET, ASP.NET Core and Orleans, as far as they are used.</summary>
    private static readonly string[] OfFrameworks =
    [
        "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes", "orleans_catalog_activations",
        "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
    ];

    /// <summary>Prometheus' own labels, ASP.NET Core's, and those of the project.</summary>
    private static readonly string[] Labels =
        ["instance", "le", "name", "http_route", "http_response_status_code", MetricLabels.Model, MetricLabels.Class, MetricLabels.Code];

    private readonly Janus _janus = new();

    private static IEnumerable<MetricName> Catalogue => [.. SiloMetricNames.All, .. FrontMetricNames.All];

    public void Dispose() => _janus.Dispose();

    [Fact]
    public void DashboardAndRules_Expressions_UseKnownSeriesAndLabelsOnly()
    {
        HashSet<string> known = [.. Catalogue.SelectMany(name => name.Series), .. OfFrameworks];
        string[] expressions = [.. DashboardExpressions(), .. RuleExpressions()];
        Assert.InRange(expressions.Length, 50, 500);
        Assert.All(expressions, expression => Assert.Subset(known, PromQl.Metrics(expression).ToHashSet()));
        Assert.All(expressions, expression => Assert.NotEmpty(PromQl.Metrics(expression)));
        Assert.All(expressions, expression => Assert.Subset(Labels.ToHashSet(), PromQl.Labels(expression).ToHashSet()));
    }

    [Fact]
    public void Dashboard_EveryMetricOfTheCatalogue_IsShown()
    {
        HashSet<string> shown = [.. DashboardExpressions().SelectMany(PromQl.Metrics)];
        Assert.All(Catalogue, name => Assert.True(name.Series.Any(shown.Contains), $"{name.Exported} is not shown."));
    }

    [Fact]
    public async Task Silo_AfterSomeWork_ExportsEveryNameOfItsCatalogue()
    {
        int port = FreePort();
        await using UpCluster cluster = await UpCluster.StartAsync(
            _janus,
            new Dictionary<string, string>
            {
                ["Silo__HttpPort"] = $"{port}",
                ["Silo__Simulated__StepMilliseconds"] = "1",
                ["Silo__Simulated__CodesPerImage"] = "64",
            },
            "--silos", "1", "--fronts", "1", "--simulated");
        CommandRun images = await cluster.RunAsync("generate", "a red circle", "-n", "2", "--out", "one");
        Assert.True(images.ExitCode == 0, images.Output + images.Error + cluster.Said);
        CommandRun chat = await cluster.RunAsync("chat", "What is it?", "--max-tokens", "40");
        Assert.True(chat.ExitCode == 0, chat.Output + chat.Error + cluster.Said);

        using var http = new HttpClient();
        string[] wanted = [.. SiloMetricNames.All.SelectMany(name => name.Series), .. OfFrameworks];
        string scraped = "";
        string[] missing = wanted;
        for (int tries = 0; tries < 100 && missing.Length > 0; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            scraped = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
            HashSet<string> exported = [.. scraped.Split('\n').Select(line => SeriesName().Match(line).Value)];
            missing = [.. wanted.Where(name => !exported.Contains(name))];
        }

        Assert.Empty(missing);
        string[] own = [.. scraped.Split('\n').Where(line => line.StartsWith("janus_", StringComparison.Ordinal))];
        // And no more than that: what is not in the catalogue is exported by nobody.
        Assert.Subset(wanted.ToHashSet(), own.Select(line => SeriesName().Match(line).Value).ToHashSet());
        Assert.All(own, line => Assert.Subset(Labels.ToHashSet(), PromQl.Labels(line).ToHashSet()));
        Assert.Contains(own, line => line.StartsWith("janus_images_completed_total{", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
        Assert.Equal(0, await cluster.TerminateAsync());
    }

    private static IEnumerable<string> DashboardExpressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(RepositoryRoot.Of("k8s", "components", "monitoring", "grafana-dashboard.json")));
        JsonElement root = dashboard.RootElement;
        string[] queries = [.. root.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)];
        string[] variables = [.. root.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Where(variable => variable.GetProperty("type").GetString() == "query")
            .Select(variable => LabelValues().Match(variable.GetProperty("definition").GetString()!).Groups[1].Value)];
        return [.. queries, .. variables];
    }

    private static IEnumerable<string> RuleExpressions() =>
        File.ReadLines(RepositoryRoot.Of("k8s", "components", "monitoring", "prometheus-rule.yaml"))
            .Select(line => Expression().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^\w+")]
    private static partial Regex SeriesName();

    [GeneratedRegex(@"^label_values\((\w+), \w+\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"^\s+expr: (.+)$")]
    private static partial Regex Expression();
}
