using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class TurnWriterTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private const int Pieces = 30;

    private static readonly Serializer<ChatDelta> Deltas =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<ChatDelta>>();

    private readonly TurnKey _key = new(new ConversationKey($"t{Guid.NewGuid():N}", "c"), 1, "a");
    private readonly ConversationTurn _turn = new(1, TimeProvider.System);

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task Take_WhileAWriteIsUnderWay_GoesTogetherWithTheNext()
    {
        var log = new TurnLog(redis.Redis, Deltas);
        await log.BeginAsync(_key);
        await AsOneGrainAsync(async () =>
        {
            TurnWriter writer = Writer(log);
            for (int i = 0; i < Pieces; i++)
                writer.Take(Piece(i));
            Assert.Equal(0, _turn.Pieces);
            await writer.FlushAsync();
        });

        IReadOnlyList<ChatDelta> written = (await log.ReadAsync(_key))!;
        Assert.Equal([1, Pieces - 1], written.Select(piece => piece.Tokens.Count));
        AssertWhole(written);
    }

    [Fact]
    public async Task Take_RedisAnswersTooLate_WritesEachPieceOnce()
    {
        ConfigurationOptions impatient = ConfigurationOptions.Parse(redis.Connection);
        impatient.AsyncTimeout = 200;
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(impatient);
        var log = new TurnLog(connection, Deltas);
        await log.BeginAsync(_key);
        await AsOneGrainAsync(async () =>
        {
            TurnWriter writer = Writer(log);
            writer.Take(Piece(0));
            await writer.FlushAsync();
            // Writes now wait in Redis, longer than their writer does: each is sent several times, and all are carried out.
            await redis.Redis.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "2500", "WRITE");
            for (int i = 1; i < Pieces; i++)
            {
                writer.Take(Piece(i));
                await Task.Yield();
            }

            await writer.FlushAsync();
        });

        AssertWhole((await log.ReadAsync(_key))!);
    }

    [Fact]
    public async Task Take_AnotherWrites_StopsWithoutShowingIt()
    {
        var log = new TurnLog(redis.Redis, Deltas);
        await log.BeginAsync(_key);
        Assert.True(await log.AppendAsync(_key, 0, Piece(7)));
        await AsOneGrainAsync(async () =>
        {
            TurnWriter writer = Writer(log);
            writer.Take(Piece(0));
            await Assert.ThrowsAsync<TurnTakenOverException>(writer.FlushAsync);
            Assert.True(writer.IsBroken);
        });

        Assert.Equal("", _turn.Text);
    }

    [Fact]
    public async Task Take_WithLogprobs_KeepsThemInOrder()
    {
        var log = new TurnLog(redis.Redis, Deltas);
        await log.BeginAsync(_key);
        await AsOneGrainAsync(async () =>
        {
            TurnWriter writer = Writer(log);
            for (int i = 0; i < Pieces; i++)
                writer.Take(Piece(i) with { Logprobs = [new TokenLogprob(i, [1], -0.5f, [new TokenAlternative(i, [1], -0.5f)], i)] });
            await writer.FlushAsync();
        });

        TokenLogprob[] written = [.. (await log.ReadAsync(_key))!.SelectMany(piece => piece.Logprobs!)];
        Assert.Equal(Enumerable.Range(0, Pieces), written.Select(token => token.Token));
        Assert.All(written, token => Assert.Equal(token.Token, Assert.Single(token.Top).Token));
        Assert.Equal(Enumerable.Range(0, Pieces), _turn.Logprobs!.Select(token => token.Token));
    }

    private TurnWriter Writer(TurnLog log) =>
        new(log, _key, _turn, new StoragePatience(TimeProvider.System, NullLogger<StoragePatience>.Instance), Limit);

    /// <summary>As a grain does it: one turn after the other, whatever is awaited.</summary>
    private static Task AsOneGrainAsync(Func<Task> action) => Task.Factory
        .StartNew(action, Limit, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private void AssertWhole(IReadOnlyList<ChatDelta> written)
    {
        Assert.Equal(Enumerable.Range(0, Pieces), written.SelectMany(piece => piece.Tokens));
        Assert.Equal(Enumerable.Range(0, Pieces), _turn.Tokens);
        Assert.Equal(string.Concat(written.Select(piece => piece.Text)), _turn.Text);
    }

    private static ChatDelta Piece(int token) => new([token], $"{token} ", null);
}
