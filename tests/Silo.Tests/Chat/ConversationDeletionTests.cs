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

    [Fact]
    public async Task Expire_TransientOnes_MinutesAfterTheirLastTurnEnded()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        ConversationExpiry expiry = Expiry(time);
        var once = new Conversation(silo);
        await once.ReadAsync(await once.Grain.StartTurnAsync(once.Request("Hello", 5) with { IsTransient = true }));
        var kept = new Conversation(silo);
        await kept.AskAsync("Hello", 5);
        // As when it has answered for longer than it is kept.
        await Index.AddAsync(once.Key, DateTimeOffset.UnixEpoch, isTransient: true);
        await expiry.ExpireAsync(Conversation.Limit);
        Assert.Equal(2, (await once.Grain.GetTranscriptAsync()).Messages.Count);
        Assert.False(await Index.ContainsAsync(once.Key));

        time.Advance(TimeSpan.FromMinutes(6));
        await expiry.ExpireAsync(Conversation.Limit);
        Assert.Empty((await once.Grain.GetTranscriptAsync()).Messages);
        Assert.Equal([$"janus:usage:{{{once.Key.Tenant}}}"], KeysOf(once.Key.Tenant));
        Assert.DoesNotContain(once.Key, await Index.ListIdleAsync(time.GetUtcNow().AddDays(1), 1000, isTransient: true));
        Assert.Equal(2, (await kept.Grain.GetTranscriptAsync()).Messages.Count);
    }

    [Fact]
    public async Task Expire_TransientOneThatNobodyReadsAfterARestart_EndsAndIsForgotten()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var once = new Conversation(silo);
        await once.Grain.StartTurnAsync(once.Request("Hello", 700) with { IsTransient = true });
        await silo.StopAsync();
        await silo.StartAsync();
        time.Advance(TimeSpan.FromMinutes(6));
        CancellationToken limit = Conversation.Limit;
        while ((await Index.ListIdleAsync(time.GetUtcNow(), 1000, isTransient: true)).Contains(once.Key))
        {
            await Expiry(time).ExpireAsync(limit);
            await Task.Delay(50, limit);
        }

        Assert.Empty((await once.Grain.GetTranscriptAsync()).Messages);
        await once.ReadUsageAsync(1);
    }

    [Fact]
    public async Task Expire_MoreThanABatch_DeletesAllAtOnce()
    {
        ConversationKey[] gone = [.. Enumerable.Range(0, 230).Select(i => new ConversationKey($"t{Guid.NewGuid():N}", "never"))];
        foreach (ConversationKey key in gone)
            await Index.AddAsync(key, DateTimeOffset.UnixEpoch, isTransient: true);
        Assert.InRange(await Expiry(TimeProvider.System).ExpireAsync(Conversation.Limit), gone.Length, 10 * gone.Length);
        Assert.Empty(await Index.ListIdleAsync(DateTimeOffset.UnixEpoch.AddDays(1), 1000, isTransient: true));
    }

    private ConversationExpiry Expiry(TimeProvider time) => new(
        Index, silo.Services.GetRequiredService<ExpiryRounds>(), silo.Grains, new SiloSettings { ConversationLifetime = Lifetime }, time, NullLogger<ConversationExpiry>.Instance);

    private IEnumerable<string> KeysOf(string tenant)
    {
        IConnectionMultiplexer redis = silo.Services.GetRequiredService<IConnectionMultiplexer>();
        return redis.GetServers()[0].Keys(pattern: $"*{tenant}*").Select(key => key.ToString());
    }
}
