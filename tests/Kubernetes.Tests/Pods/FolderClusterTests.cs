using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Pods;

/// <summary>What goes into the images works: clusters of processes from those folders, set up by the overlay "local" alone.</summary>
public sealed class FolderClusterTests(ImageFolders images) : IClassFixture<ImageFolders>, IAsyncDisposable
{
    private const string Model = "janus-nano", Pool = "janus-nano";
    private const int SiloPort = 9464, FrontPort = 8080;

    private readonly LocalPods _pods = new(images);
    private readonly List<Pod> _started = [];

    public ValueTask DisposeAsync() => _pods.DisposeAsync();

    [Fact]
    public async Task BulkJob_WhileSilosAreAddedDrainedAndKilled_LosesNothing()
    {
        const int Count = 600;
        Start("janus-redis");
        Pod control = Start("janus-control");
        Assert.Equal((1, 2, 3), (_pods.Replicas("janus-control"), _pods.Replicas("janus-front"), _pods.Replicas(Pool)));
        Pod[] fronts = [Start("janus-front"), Start("janus-front")], silos = [Start(Pool), Start(Pool), Start(Pool)];
        foreach (Pod front in fronts)
            await front.WaitUntilReadyAsync(FrontPort);
        foreach (Pod silo in (Pod[])[control, .. silos])
            await silo.WaitUntilReadyAsync(SiloPort);
        using var api = new FrontApi(fronts[0], _pods.AdminKey);
        string job = await api.SubmitAsync(Count, Model);

        // A front is no more needed than a silo: whoever is left delivers, and answers.
        await WaitForAsync(api, job, delivered: 5);
        Pod added = Start(Pool);
        await WaitForAsync(api, job, delivered: 20);
        Task<int> drained = silos[0].TerminateAsync();
        await WaitForAsync(api, job, delivered: 60);
        silos[1].Kill();
        fronts[1].Kill();
        Assert.Equal("running", (await api.JobAsync(job))["state"]!.ToString());
        JsonObject done = await FrontApi.WaitAsync(() => api.JobAsync(job), status => status["state"]!.ToString() != "running", Said);

        Assert.Equal("completed", done["state"]!.ToString());
        Assert.Equal((Count, 0), ((int)done["items"]!["delivered"]!, (int)done["items"]!["failed"]!));
        JsonObject[] items = [.. (await api.GetTextAsync($"/v1/jobs/{job}/manifest")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        Assert.Equal(Enumerable.Range(0, Count), items.Select(item => (int)item["index"]!));
        HashSet<string> stored = [.. Directory.GetFiles(_pods.Blobs, "*.png", SearchOption.AllDirectories).Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))];
        Assert.All(items, item => Assert.Contains(item["sha256"]!.ToString(), stored));

        Assert.Equal(0, await drained);
        await added.WaitUntilReadyAsync(SiloPort);
        foreach (Pod last in (Pod[])[added, silos[2], control, fronts[0]])
            Assert.Equal(0, await last.TerminateAsync());
    }

    [Fact]
    public async Task Pool_ScaledToZero_WaitsAndFinishesWhenASiloComes()
    {
        Start("janus-redis");
        Pod control = Start("janus-control"), front = Start("janus-front");
        await front.WaitUntilReadyAsync(FrontPort);
        using FrontApi api = new(front, _pods.AdminKey), scaler = new(front, _pods.MetricsKey), nobody = new(front, null);
        // The key of who scales opens that, and what is to be scraped.
        Assert.Equal(
            (200, 200, 403, 401),
            (await scaler.StatusOfAsync($"/v1/admin/scaling?model={Model}"), await scaler.StatusOfAsync("/metrics"), await scaler.StatusOfAsync("/v1/models"),
                await nobody.StatusOfAsync($"/v1/admin/scaling?model={Model}")));

        // Nobody has ever served it: one silo is wanted, to know it by.
        JsonObject unknown = await scaler.ScalingAsync(Model);
        Assert.Equal((false, 1), ((bool)unknown["known"]!, (int)unknown["wanted_silos"]!));
        Pod first = Start(Pool);
        await FrontApi.WaitAsync(() => scaler.ScalingAsync(Model), scaling => (bool)scaling["known"]! && (int)scaling["silos"]! == 1, Said);
        JsonObject idle = await scaler.ScalingAsync(Model);
        Assert.Equal((0, 0.0), ((int)idle["wanted_silos"]!, (double)idle["backlog_seconds"]!));
        Assert.Equal(0, await first.TerminateAsync());
        await FrontApi.WaitAsync(() => scaler.ScalingAsync(Model), scaling => (int)scaling["silos"]! == 0, Said);

        string job = await api.SubmitAsync(images: 12, Model);
        JsonObject waiting = await FrontApi.WaitAsync(() => scaler.ScalingAsync(Model), scaling => (int)scaling["wanted_silos"]! > 0, Said);
        Assert.True((double)waiting["backlog_seconds"]! > 0);
        Assert.True((long)waiting["waiting_codes"]! >= 12 * 64);
        using (var http = new HttpClient())
        {
            await FrontApi.WaitAsync(
                async () => new JsonObject { ["text"] = await http.GetStringAsync(new Uri($"http://{control.Address}:{SiloPort}/metrics")) },
                scraped => scraped["text"]!.ToString().Split('\n').Any(line => line.StartsWith("janus_silos_wanted{", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)),
                Said);
        }

        // A front that has just come knows as much.
        Pod other = Start("janus-front");
        await other.WaitUntilReadyAsync(FrontPort);
        using FrontApi otherApi = new(other, _pods.AdminKey);
        Assert.Equal("running", (await otherApi.JobAsync(job))["state"]!.ToString());
        string second = await otherApi.SubmitAsync(images: 3, Model);

        Start(Pool);
        foreach (string one in (string[])[job, second])
        {
            JsonObject done = await FrontApi.WaitAsync(() => api.JobAsync(one), status => status["state"]!.ToString() != "running", Said);
            Assert.Equal("completed", done["state"]!.ToString());
        }

        JsonObject after = await FrontApi.WaitAsync(() => scaler.ScalingAsync(Model), scaling => (int)scaling["wanted_silos"]! == 0, Said);
        Assert.Equal((0, 0), (await front.CheckHealthAsync(), await control.CheckHealthAsync()));
        Assert.Equal((0.0, 0L, 0), ((double)after["backlog_seconds"]!, (long)after["running_codes"]!, (int)after["undelivered"]!));
    }

    private Pod Start(string workload)
    {
        Pod pod = _pods.Start(workload);
        _started.Add(pod);
        return pod;
    }

    private Task<JsonObject> WaitForAsync(FrontApi api, string job, int delivered) =>
        FrontApi.WaitAsync(() => api.JobAsync(job), status => (int)status["items"]!["delivered"]! >= delivered, Said);

    private string Said() => string.Join('\n', _started.Select(pod => $"== {pod.Name}\n{pod.Said[Math.Max(0, pod.Said.Length - 3000)..]}"));
}
