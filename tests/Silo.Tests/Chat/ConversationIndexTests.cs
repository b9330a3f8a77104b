using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class ConversationIndexTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    private ConversationIndex Index => new(redis.Redis);

    public async ValueTask InitializeAsync() => await redis.Redis.GetDatabase().ExecuteAsync("FLUSHALL");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Add_Again_CountsOncePerTenant()
    {
        await Index.AddAsync(new("a", "1"), Start);
        await Index.AddAsync(new("a", "1"), Start.AddHours(1));
        await Index.AddAsync(new("a", "2"), Start);
        await Index.AddAsync(new("b", "1"), Start);

        Assert.Equal((2, 1, 0), (await Index.CountAsync("a"), await Index.CountAsync("b"), await Index.CountAsync("c")));
        Assert.True(await Index.ContainsAsync(new("a", "2")));
        Assert.False(await Index.ContainsAsync(new("b", "2")));
    }

    [Fact]
    public async Task ListIdle_BeforeTheCutoff_LongestIdleFirst()
    {
        await Index.AddAsync(new("a", "3"), Start.AddHours(3));
        await Index.AddAsync(new("a", "1"), Start.AddHours(1));
        await Index.AddAsync(new("b", "2"), Start.AddHours(2));

        Assert.Equal([new("a", "1"), new("b", "2")], await Index.ListIdleAsync(Start.AddHours(3), 10));
        Assert.Equal([new("a", "1")], await Index.ListIdleAsync(Start.AddHours(3), 1));

        await Index.AddAsync(new("a", "1"), Start.AddHours(4));
        Assert.Equal([new("b", "2")], await Index.ListIdleAsync(Start.AddHours(3), 10));
    }

    [Fact]
    public async Task Remove_OfOne_LeavesTheOthers()
    {
        await Index.AddAsync(new("a", "1"), Start);
        await Index.AddAsync(new("a", "2"), Start);
        await Index.RemoveAsync(new("a", "1"));
        await Index.RemoveAsync(new("a", "1"));

        Assert.Equal(1, await Index.CountAsync("a"));
        Assert.Equal([new("a", "2")], await Index.ListIdleAsync(Start.AddHours(1), 10));
    }
}
