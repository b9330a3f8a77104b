using System.Globalization;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Abuse;

[CollectionDefinition(nameof(AbusedServer))]
public sealed class AbuseCollection : ICollectionFixture<AbusedServer>;

/// <summary>The running server, with two tenants: one that has something of everything, and a stranger that goes for it.</summary>
public sealed class AbusedServer(JanusServer server) : IAsyncLifetime
{
    /// <summary>
    /// The managed heap may fill what it is given before anything is freed; beside it an image of 50 million pixels takes 350 MB
    /// while it is decoded. All of these tests together read and decode several times as much.
    /// </summary>
    private const long MaxGrowth = JanusServer.HeapBytes + (350 << 20);

    private const string Chat = """{"messages": [{"role": "user", "content": "Hello."}], "max_tokens": 2, "temperature": 0}""";

    private Uri _address = null!;
    private string _key = "";
    private long _memory;

    /// <summary>The tenant that has something.</summary>
    public Belongings Owner { get; private set; } = null!;

    /// <summary>A key of another tenant, which has nothing.</summary>
    public string Stranger { get; private set; } = "";

    public string AdminOnly { get; private set; } = "";

    public string Revoked { get; private set; } = "";

    public string Expired { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        (_address, _key) = await server.GetAsync();
        string owner = await MakeKeyAsync("abuse-owner", """{"name": "owner"}""");
        Stranger = await MakeKeyAsync("abuse-stranger", """{"name": "stranger"}""");
        AdminOnly = await MakeKeyAsync("abuse-owner", """{"name": "admin", "scopes": ["admin"]}""");
        Revoked = await MakeKeyAsync("abuse-owner", """{"name": "revoked"}""");
        string id = Revoked.Split('-')[1];
        Assert.Equal(200, (await SendAsync(new WireRequest("DELETE", $"/v1/admin/tenants/abuse-owner/keys/{id}"))).Status);
        long soon = TimeProvider.System.GetUtcNow().AddSeconds(2).ToUnixTimeSeconds();
        Expired = await MakeKeyAsync("abuse-owner", $$"""{"name": "expired", "expires_at": {{soon}}}""");
        Owner = await Belongings.MakeAsync(owner, server.WebhookPort, request => SendAsync(request with { Key = owner }));
        await ExpireAsync();
        await CheckAsync();
        _memory = ResidentBytes();
    }

    /// <summary>After all: it makes pictures and answers as before.</summary>
    public async ValueTask DisposeAsync() => await CheckAsync();

    internal Task<WireAnswer> SendAsync(WireRequest request) =>
        WireClient.SendAsync(_address, request, _key, TestContext.Current.CancellationToken);

    /// <summary>The request comes to what it should, and the server is as well as before it.</summary>
    internal async Task CheckAsync(AbuseCase one)
    {
        WireAnswer answer = await SendAsync(one.Request(this));
        Assert.True(one.Status == answer.Status, $"{one.Status} was expected. It is {answer}");
        if (one.IsNoRequest)
        {
            Assert.Empty(answer.Body);
        }
        else if (answer.Status >= 400)
        {
            ErrorReply.Check(answer, one.Param);
        }

        if (answer.Type.StartsWith("text/html", StringComparison.Ordinal))
            Assert.DoesNotContain("<script>alert(1)", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.True(server.IsRunning);
        Assert.Equal(200, (await SendAsync(WireRequest.Get("/v1/models"))).Status);
        CheckMemory();
    }

    internal void CheckMemory()
    {
        long grown = ResidentBytes() - _memory;
        Assert.True(grown < MaxGrowth, $"The server's memory has grown by {grown >> 20} MB.");
    }

    private async Task CheckAsync()
    {
        WireAnswer chat = await SendAsync(WireRequest.Json("/v1/chat/completions", Chat));
        Assert.True(chat.Status == 200, chat.ToString());
        WireAnswer image = await SendAsync(WireRequest.Json("/v1/images/generations", """{"prompt": "a star", "response_format": "b64_json"}"""));
        Assert.True(image.Status == 200, image.ToString());
        Assert.StartsWith("iVBORw0KGgo", image.Json.GetProperty("data")[0].GetProperty("b64_json").GetString(), StringComparison.Ordinal);
    }

    private async Task<string> MakeKeyAsync(string tenant, string body)
    {
        WireAnswer made = await SendAsync(WireRequest.Json($"/v1/admin/tenants/{tenant}/keys", body));
        Assert.True(made.Status == 201, made.ToString());
        return made.Json.GetProperty("key").GetString()!;
    }

    private async Task ExpireAsync()
    {
        for (int i = 0; i < 60; i++)
        {
            if ((await SendAsync(WireRequest.Get("/v1/models") with { Key = Expired })).Status == 401)
                return;
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.Fail("The key does not expire.");
    }

    private long ResidentBytes()
    {
        string line = File.ReadLines($"/proc/{server.ProcessId}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Trim(), CultureInfo.InvariantCulture) << 10;
    }
}
