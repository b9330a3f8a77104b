using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class TurnLogTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private static readonly Serializer<ChatDelta> Deltas =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<ChatDelta>>();

    private TurnLog Log => new(redis.Redis, Deltas);

    [Fact]
    public async Task Append_InOrder_IsReadBack()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        Assert.Empty((await Log.ReadAsync(turn))!);

        Assert.True(await Log.AppendAsync(turn, 0, Piece("a", 1, 2)));
        Assert.True(await Log.AppendAsync(turn, 1, Piece("b", 3) with { Finish = new ChatFinish("stop", 7, 3) }));
        IReadOnlyList<ChatDelta> pieces = (await Log.ReadAsync(turn))!;
        Assert.Equal(["a", "b"], pieces.Select(piece => piece.Text));
        Assert.Equal([1, 2, 3], pieces.SelectMany(piece => piece.Tokens));
        Assert.Equal(new ChatFinish("stop", 7, 3), pieces[1].Finish);
    }

    [Fact]
    public async Task Append_BehindAnotherWriter_IsRefused()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        Assert.True(await Log.AppendAsync(turn, 0, Piece("mine", 1)));

        TurnLog stale = Log;
        Assert.False(await stale.AppendAsync(turn, 0, Piece("theirs", 2)));
        Assert.False(await stale.AppendAsync(turn, 2, Piece("theirs", 2)));
        Assert.Equal("mine", Assert.Single((await Log.ReadAsync(turn))!).Text);
    }

    [Fact]
    public async Task Append_ByTwoWritersAtATime_TakesOne()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        // Each on a connection of its own: what goes over one comes in order.
        await using ConnectionMultiplexer other = await ConnectionMultiplexer.ConnectAsync(redis.Connection);
        var theirs = new TurnLog(other, Deltas);
        for (int position = 0; position < 200; position++)
        {
            bool[] taken = await Task.WhenAll(
                Log.AppendAsync(turn, position, Piece("mine", position)), theirs.AppendAsync(turn, position, Piece("theirs", position)));
            Assert.Single(taken, true);
        }

        Assert.Equal(Enumerable.Range(0, 200), (await Log.ReadAsync(turn))!.SelectMany(piece => piece.Tokens));
    }

    [Fact]
    public async Task Append_RepeatedByTheSameWriter_WritesOnce()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        Assert.True(await Log.AppendAsync(turn, 0, Piece("a", 1)));
        Assert.True(await Log.AppendAsync(turn, 0, Piece("a", 1)));
        Assert.Single((await Log.ReadAsync(turn))!);
    }

    [Fact]
    public async Task Append_ToADeletedLog_IsRefused()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        await Log.DeleteAsync(turn);
        Assert.False(await Log.AppendAsync(turn, 0, Piece("late", 1)));
        Assert.Null(await Log.ReadAsync(turn));
    }

    [Fact]
    public async Task Begin_UntilTheFirstPiece_LastsForAWhileOnly()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        Assert.NotNull(await redis.Redis.GetDatabase().KeyTimeToLiveAsync(turn.Log));
        await Log.AppendAsync(turn, 0, Piece("a", 1));
        Assert.Null(await redis.Redis.GetDatabase().KeyTimeToLiveAsync(turn.Log));
    }

    [Fact]
    public async Task Count_Repeated_CountsOnce()
    {
        TurnKey turn = NewTurn();
        await Log.BeginAsync(turn);
        await Log.AppendAsync(turn, 0, Piece("a", 1));
        await Log.CountAsync(turn, new ChatFinish("stop", 7, 3));
        await Log.CountAsync(turn, new ChatFinish("stop", 7, 3));

        HashEntry[] usage = await redis.Redis.GetDatabase().HashGetAllAsync($"janus:usage:{{{turn.Conversation.Tenant}}}");
        Assert.Equal(
            new Dictionary<string, long> { ["answers"] = 1, ["prompt_tokens"] = 7, ["completion_tokens"] = 3 },
            usage.ToDictionary(entry => entry.Name.ToString(), entry => (long)entry.Value));
        Assert.Null(await Log.ReadAsync(turn));
    }

    private static TurnKey NewTurn() => new(new ConversationKey($"t{Guid.NewGuid():N}", "c"), 1, "a");

    private static ChatDelta Piece(string text, params int[] tokens) => new(tokens, text, null);
}
