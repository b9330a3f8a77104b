using JanusCluster.Contracts;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class ConversationDeletionTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private ConversationIndex Index => silo.Services.GetRequiredService<ConversationIndex>();

    [Fact]
    public async Task Delete_WhileATurnRuns_LeavesNothing()
    {
        var chat = new Conversation(silo);
        await chat.AskAsync("Hello", 5);
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Go on", 700));
        Assert.True(await Index.ContainsAsync(chat.Key));

        await chat.Grain.DeleteAsync();

        Assert.False(await Index.ContainsAsync(chat.Key));
        Assert.Empty((await chat.Grain.GetTranscriptAsync()).Messages);
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.ReadAsync(turn, 0, Conversation.Limit));
        Assert.Equal(ErrorCode.NotFound, e.Code);
        Assert.Equal([$"janus:usage:{{{chat.Key.Tenant}}}"], KeysOf(chat.Key.Tenant));
        await chat.ReadUsageAsync(2);
    }

    [Fact]
    public async Task Delete_ThenAsk_BeginsANewConversation()
    {
        var chat = new Conversation(silo);
        await chat.AskAsync("Hello", 5);
        await chat.Grain.DeleteAsync();
        await chat.Grain.DeleteAsync();
        await chat.AskAsync("Hello", 5);
        Assert.Equal(2, (await chat.Grain.GetTranscriptAsync()).Messages.Count);
        Assert.True(await Index.ContainsAsync(chat.Key));
    }

    [Fact]
    public async Task Expire_IdleForLonger_DeletesThoseOnly()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        ConversationExpiry expiry = Expiry(time);
        var idle = new Conversation(silo);
        await idle.AskAsync("Hello", 5);
        await expiry.ExpireAsync(Conversation.Limit);
        Assert.True(await Index.ContainsAsync(idle.Key));

        time.Advance(Lifetime + TimeSpan.FromMinutes(1));
        var used = new Conversation(silo);
        await used.AskAsync("Hello", 5);
        await Index.AddAsync(used.Key, time.GetUtcNow());
        Assert.True(await expiry.ExpireAsync(Conversation.Limit) > 0);

        Assert.False(await Index.ContainsAsync(idle.Key));
        Assert.Empty((await idle.Grain.GetTranscriptAsync()).Messages);
        Assert.True(await Index.ContainsAsync(used.Key));
    }

    [Fact]
    public async Task Expire_UsedSinceItWasListed_IsKept()
    {
        var chat = new Conversation(silo);
        await chat.AskAsync("Hello", 5);
        // As when a turn begins between the look into the index and the call.
        await Index.AddAsync(chat.Key, DateTimeOffset.UnixEpoch);

        await Expiry(TimeProvider.System).ExpireAsync(Conversation.Limit);

        Assert.Equal(2, (await chat.Grain.GetTranscriptAsync()).Messages.Count);
        Assert.DoesNotContain(chat.Key, await Index.ListIdleAsync(DateTimeOffset.UnixEpoch.AddDays(1), 100));
    }

    private ConversationExpiry Expiry(TimeProvider time) => new(
        Index, silo.Grains, new SiloSettings { ConversationLifetime = Lifetime }, time, NullLogger<ConversationExpiry>.Instance);

    private IEnumerable<string> KeysOf(string tenant)
    {
        IConnectionMultiplexer redis = silo.Services.GetRequiredService<IConnectionMultiplexer>();
        return redis.GetServers()[0].Keys(pattern: $"*{tenant}*").Select(key => key.ToString());
    }
}
