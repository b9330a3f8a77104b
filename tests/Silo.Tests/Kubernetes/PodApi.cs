using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Silo.Tests.Kubernetes;

/// <summary>The part of the Kubernetes API that patches pods, as a server of its own.</summary>
internal sealed class PodApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PodApi(WebApplication app) => _app = app;

    /// <summary>Annotations by pod, in the order in which they were set.</summary>
    public ConcurrentQueue<(string Pod, string Annotations)> Patches { get; } = new();

    /// <summary>Pods that there are not.</summary>
    public HashSet<string> Missing { get; } = [];

    public static async Task<PodApi> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var api = new PodApi(app);
        app.MapPatch("/api/v1/namespaces/gpus/pods/{pod}", api.PatchAsync);
        await app.StartAsync();
        return api;
    }

    public IKubernetes Connect() => new k8s.Kubernetes(new KubernetesClientConfiguration { Host = _app.Urls.Single(), AccessToken = "token" });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> PatchAsync(string pod, HttpRequest request)
    {
        if (Missing.Contains(pod))
            return Results.Json(new { kind = "Status", code = 404 }, statusCode: StatusCodes.Status404NotFound);
        Assert.Equal(("Bearer token", "application/merge-patch+json; charset=utf-8"), (request.Headers.Authorization.ToString(), request.ContentType));
        JsonObject patch = (await JsonNode.ParseAsync(request.Body))!.AsObject();
        Assert.Equal(["metadata"], patch.Select(entry => entry.Key));
        Patches.Enqueue((pod, patch["metadata"]!["annotations"]!.ToJsonString()));
        return Results.Json(new { apiVersion = "v1", kind = "Pod", metadata = new { name = pod } });
    }
}
