using System.Text;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>Log probabilities from a real engine to the reader of a turn.</summary>
public sealed class TurnLogprobTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    // A random model's answer at this temperature is full of characters that are spread over several tokens, or broken.
    private static readonly ChatSettings Lively = new(80, Temperature: 1, Seed: 5, TopLogprobs: 3);

    [Fact]
    public async Task Read_InPieces_GivesEachTokenThatHasTextOnce()
    {
        var chat = new Conversation(silo);
        TurnRequest request = chat.Request("Hello", 1) with { Settings = Lively };
        int turn = await chat.Grain.StartTurnAsync(request);
        (string text, List<TokenLogprob> tokens) = await ReadAsync(chat, turn);

        var ids = new List<int>();
        await foreach (ChatDelta delta in silo.ModelGrain.ChatAsync(new ChatWork(chat.Key.Tenant, [request.Message], Lively, []), Conversation.Limit))
            ids.AddRange(delta.Tokens);
        Assert.Equal(ids.Take(tokens.Count), tokens.Select(token => token.Token));
        Assert.InRange(tokens.Count, ids.Count - 2, ids.Count);
        Assert.Contains(tokens.Zip(tokens.Skip(1)), both => both.First.Offset == both.Second.Offset); // of one character
        Assert.All(tokens, token =>
        {
            Assert.InRange(token.Logprob, -100, 0);
            Assert.Equal(3, token.Top.Count);
            Assert.Equal(token.Top.OrderByDescending(other => other.Logprob), token.Top);
            Assert.True(token.Logprob <= token.Top[0].Logprob);
        });
        byte[] bytes = [.. tokens.Where(token => !IsControl(token)).SelectMany(token => token.Bytes)];
        Assert.Equal(text.TrimEnd('\ufffd'), Encoding.UTF8.GetString(bytes).TrimEnd('\ufffd'));
        Assert.Equal(tokens.Select(Plain), (await chat.Grain.ReadAsync(turn, 0, Conversation.Limit)).Logprobs!.Select(Plain));
    }

    [Fact]
    public async Task Read_SiloStopsInTheMiddle_HasNeitherGapNorRepetition()
    {
        ChatSettings greedy = new(300, TopLogprobs: 0);
        var undisturbed = new Conversation(silo);
        (string whole, List<TokenLogprob> expected) =
            await ReadAsync(undisturbed, await undisturbed.Grain.StartTurnAsync(undisturbed.Request("Tell me all", 1) with { Settings = greedy }));

        var chat = new Conversation(silo);
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Tell me all", 1) with { Settings = greedy });
        TurnChunk begun = await chat.Grain.ReadAsync(turn, 0, Conversation.Limit);
        await silo.StopAsync();
        await silo.StartAsync();

        (string rest, List<TokenLogprob> tokens) = await ReadAsync(chat, turn, begun.Text.Length);
        Assert.Equal(whole, begun.Text + rest);
        Assert.Equal(
            expected.Select(token => (token.Token, token.Offset)), begun.Logprobs!.Concat(tokens).Select(token => (token.Token, token.Offset)));
    }

    [Theory]
    [InlineData(21, 10, "top_logprobs")]
    [InlineData(-1, 10, "top_logprobs")]
    [InlineData(20, 10_000, "max_tokens")]
    public async Task StartTurn_OutOfRange_IsRefusedByName(int top, int maxTokens, string field)
    {
        var chat = new Conversation(silo);
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => chat.Grain.StartTurnAsync(chat.Request("Hello", 1) with { Settings = new ChatSettings(maxTokens, TopLogprobs: top) }));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }

    private static async Task<(string Text, List<TokenLogprob> Tokens)> ReadAsync(Conversation chat, int turn, int from = 0)
    {
        CancellationToken limit = Conversation.Limit;
        (string text, List<TokenLogprob> tokens) = ("", []);
        while (true)
        {
            TurnChunk chunk = await chat.Grain.ReadAsync(turn, from + text.Length, limit);
            text += chunk.Text;
            tokens.AddRange(chunk.Logprobs ?? []);
            if (chunk.FinishReason is not null)
                return (text, tokens);
        }
    }

    /// <summary>It has a name, which is not shown.</summary>
    private static bool IsControl(TokenLogprob token) => token.Bytes is [(byte)'<', _, .., (byte)'>'];

    private static (int, float, int) Plain(TokenLogprob token) => (token.Token, token.Logprob, token.Offset);
}
