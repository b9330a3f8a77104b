using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(JanusCluster.Studio.Tests.StudioServer))]

namespace JanusCluster.Studio.Tests;

/// <summary><c>janus up</c>, started when the first test asks for it and shared by all.</summary>
public sealed partial class StudioServer : IAsyncDisposable
{
    private readonly Lazy<Task<(JanusProcess Process, Uri Address, string Key)>> _started = new(StartAsync);

    public async Task<Uri> GetAddressAsync() => (await _started.Value).Address;

    /// <summary>Of the tenant <c>local</c>; it administers the cluster.</summary>
    public async Task<string> GetKeyAsync() => (await _started.Value).Key;

    /// <summary>A key of a tenant that may only generate.</summary>
    public async Task<string> CreateKeyAsync(string tenant)
    {
        using HttpClient client = await CreateClientAsync(await GetKeyAsync());
        using HttpResponseMessage made = await client.PostAsJsonAsync($"v1/admin/tenants/{tenant}/keys", new { name = "test" });
        return (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }

    public async Task RevokeKeysAsync(string tenant)
    {
        using HttpClient client = await CreateClientAsync(await GetKeyAsync());
        JsonElement keys = await client.GetFromJsonAsync<JsonElement>($"v1/admin/tenants/{tenant}/keys");
        foreach (JsonElement key in keys.GetProperty("data").EnumerateArray())
            (await client.DeleteAsync($"v1/admin/tenants/{tenant}/keys/{key.GetProperty("id").GetString()}")).EnsureSuccessStatusCode().Dispose();
    }

    public async Task<HttpClient> CreateClientAsync(string key)
    {
        var client = new HttpClient { BaseAddress = await GetAddressAsync(), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
            await (await _started.Value).Process.DisposeAsync();
    }

    private static async Task<(JanusProcess, Uri, string)> StartAsync()
    {
        (JanusProcess process, Match ready) = await JanusProcess.StartAsync(Served(), new Dictionary<string, string>(), "up", "--port", "0", "--data", "data");
        return (process, new Uri(ready.Groups[1].Value), ready.Groups[2].Value);
    }

    [GeneratedRegex(@"is served at (\S+)\s+key: (\S+)")]
    private static partial Regex Served();
}
