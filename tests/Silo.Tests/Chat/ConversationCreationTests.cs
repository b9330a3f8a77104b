using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class ConversationCreationTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly ChatMessage[] History = [new(ChatRole.User, "Hello", ["a.png"]), new(ChatRole.Assistant, "Hi.", [])];
    private static readonly Dictionary<string, string> Metadata = new() { ["topic"] = "greetings" };

    [Fact]
    public async Task Create_Again_ChangesNothingAlsoAfterATurn()
    {
        var chat = new Conversation(silo);
        Transcript made = await chat.Grain.CreateAsync(History[1..], Metadata);
        Assert.Equal(("greetings", 1, 0), (made.Metadata["topic"], made.Messages.Count, made.Turns.Count));
        Assert.NotNull(made.CreatedAt);
        await chat.AskAsync("And now?", 3);
        Transcript again = await chat.Grain.CreateAsync([History[1] with { Images = [] }], new Dictionary<string, string>(Metadata));
        Assert.Equal((made.CreatedAt, 3, 1), (again.CreatedAt, again.Messages.Count, again.Turns.Count));
    }

    [Fact]
    public async Task Create_OfSomethingElse_IsAConflict()
    {
        var chat = new Conversation(silo);
        await chat.Grain.CreateAsync(History, Metadata);
        await ConflictAsync(chat, History, null);
        await ConflictAsync(chat, [], Metadata);
        await ConflictAsync(chat, [History[0] with { Images = [] }, History[1]], Metadata);
        await ConflictAsync(chat, History, new Dictionary<string, string> { ["topic"] = "others" });
        var asked = new Conversation(silo);
        await asked.AskAsync("Hello", 3);
        await ConflictAsync(asked, [], null);
    }

    [Fact]
    public async Task Create_AfterARestart_IsThere()
    {
        var chat = new Conversation(silo);
        Transcript made = await chat.Grain.CreateAsync(History, Metadata);
        await silo.StopAsync();
        await silo.StartAsync();
        Transcript read = await chat.Grain.GetTranscriptAsync();
        Assert.Equal((made.CreatedAt, "greetings"), (read.CreatedAt, read.Metadata["topic"]));
        Assert.Equal(["a.png"], read.Messages[0].Images);
    }

    [Fact]
    public async Task Create_MetadataOutOfBounds_IsRefused()
    {
        var chat = new Conversation(silo);
        string longest = new('v', ChatLimits.MaxMetadataValueLength);
        foreach (Dictionary<string, string> wrong in (Dictionary<string, string>[])
            [
                new() { ["k"] = longest + "v" }, new() { [""] = "v" }, new() { [new string('k', ChatLimits.MaxMetadataKeyLength + 1)] = "v" },
                Enumerable.Range(0, ChatLimits.MaxMetadata + 1).ToDictionary(i => $"{i}", _ => "v"),
            ])
        {
            JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.CreateAsync([], wrong));
            Assert.Equal((ErrorCode.InvalidRequest, "metadata"), (e.Code, e.Field));
        }

        await chat.Grain.CreateAsync([], new Dictionary<string, string> { ["k"] = longest });
    }

    [Fact]
    public async Task ListConversations_OfATenant_LastUsedFirstInPages()
    {
        var chat = new Conversation(silo);
        string tenant = chat.Key.Tenant;
        foreach (string name in (string[])["a", "b", "c"])
        {
            await Named(tenant, name).CreateAsync([], null);
            await Task.Delay(5, Conversation.Limit); // uses are told apart by milliseconds
        }

        int turn = await Named(tenant, "a").StartTurnAsync(chat.Request("Hello", 1));
        await Named(tenant, "once").StartTurnAsync(chat.Request("Hello", 1) with { IsTransient = true });
        ITenantGrain owner = silo.Grains.GetGrain<ITenantGrain>(tenant);
        Assert.Equal(["a", "c", "b"], (await owner.ListConversationsAsync(0, 10)).Select(one => one.Conversation));
        ConversationSummary second = Assert.Single(await owner.ListConversationsAsync(1, 1));
        Assert.Equal(("c", (await Named(tenant, "c").GetTranscriptAsync()).CreatedAt!.Value.ToUnixTimeMilliseconds()),
            (second.Conversation, second.UsedAt.ToUnixTimeMilliseconds()));
        await Named(tenant, "a").CancelTurnAsync(turn);
        await Named(tenant, "a").DeleteAsync();
        Assert.Equal(["c", "b"], (await owner.ListConversationsAsync(0, 10)).Select(one => one.Conversation));
        Assert.Empty(await silo.Grains.GetGrain<ITenantGrain>(tenant[..^1]).ListConversationsAsync(0, 10));
    }

    [Fact]
    public async Task Create_OverTheTenantsLimit_IsRefusedAndTransientOnesDoNotCount()
    {
        var chat = new Conversation(silo);
        string tenant = chat.Key.Tenant;
        await silo.Grains.GetGrain<ITenantGrain>(tenant).SetPolicyAsync(new TenantPolicy(MaxConversations: 1));
        TurnRequest once = chat.Request("Hello", 1) with { IsTransient = true };
        await Named(tenant, "x").StartTurnAsync(once);
        await Named(tenant, "a").CreateAsync([], null);
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => Named(tenant, "b").CreateAsync([], null));
        Assert.Equal(ErrorCode.LimitExceeded, e.Code);
        await Named(tenant, "y").StartTurnAsync(once);
    }

    private IConversationGrain Named(string tenant, string name) =>
        silo.Grains.GetGrain<IConversationGrain>(new ConversationKey(tenant, name).ToString());

    private static async Task ConflictAsync(Conversation chat, ChatMessage[] history, Dictionary<string, string>? metadata)
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.CreateAsync(history, metadata));
        Assert.Equal(ErrorCode.Conflict, e.Code);
    }
}
