using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Pods;

/// <summary>The HTTP API of one front, with one key.</summary>
internal sealed class FrontApi : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8), Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;

    public FrontApi(Pod front, string? key)
    {
        _http = new HttpClient { BaseAddress = new Uri($"http://{front.Address}:8080") };
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    public async Task<int> StatusOfAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    public Task<string> GetTextAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await GetTextAsync(path))!.AsObject();

    /// <summary>A job of single images.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SubmitAsync(int images, string model)
    {
        using var body = new StringContent(string.Concat(Enumerable.Range(0, images).Select(number => $"a red circle, number {number}\n")));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri($"/v1/jobs?name=folders&model={model}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["job"]!["id"]!.ToString();
    }

    public Task<JsonObject> JobAsync(string id) => GetAsync($"/v1/jobs/{id}");

    public Task<JsonObject> ScalingAsync(string model) => GetAsync($"/v1/admin/scaling?model={model}");

    /// <summary>Looks again and again, also while something is away for a moment.</summary>
    public static async Task<JsonObject> WaitAsync(Func<Task<JsonObject>> look, Func<JsonObject, bool> isSo, Func<string> said)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        JsonObject? last = null;
        while (!limit.IsCancellationRequested)
        {
            try
            {
                last = await look();
                if (isSo(last))
                    return last;
            }
            catch (HttpRequestException)
            {
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        Assert.Fail($"It did not come so far: {last}\n{said()}");
        return null!;
    }
}
