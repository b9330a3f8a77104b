using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>What a silo that died at some instruction leaves behind, and what is made of it.</summary>
public sealed class ConversationRecoveryTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private const string Question = "What is this?";
    private const int Tokens = 40;

    private TurnLog Log => silo.Services.GetRequiredService<TurnLog>();

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task Read_TurnLeftInTheMiddle_GoesOnBehindTheLog(double share)
    {
        var chat = new Conversation(silo);
        IReadOnlyList<ChatDelta> whole = await AnswerAsync(chat);
        TurnKey turn = await LeaveRunningAsync(chat);
        int known = (int)(share * (whole.Count - 1));
        for (int position = 0; position < known; position++)
            Assert.True(await Log.AppendAsync(turn, position, whole[position]));

        TurnChunk end = await chat.ReadAsync(1);
        Assert.Equal(string.Concat(whole.Select(piece => piece.Text)), end.Text);
        Assert.Equal((whole[^1].Finish!.Reason, whole[^1].Finish!.CompletionTokens), (end.FinishReason, end.CompletionTokens));
        Assert.Equal((1, end.PromptTokens, end.CompletionTokens), await chat.ReadUsageAsync(1));
        Assert.Null(await Log.ReadAsync(turn));
    }

    [Fact]
    public async Task Read_LogIsWholeAndStateIsNot_EndsTheTurn()
    {
        var chat = new Conversation(silo);
        TurnKey turn = await LeaveRunningAsync(chat);
        await Log.AppendAsync(turn, 0, new ChatDelta([1, 2], "Hello", new ChatFinish("stop", 5, 2)));

        Assert.Equal(new TurnChunk("Hello", "stop", 5, 2), await chat.ReadAsync(1));
        Assert.Equal((1, 5, 2), await chat.ReadUsageAsync(1));
        Assert.Equal("Hello", (await chat.Grain.GetTranscriptAsync()).Messages[^1].Text);
    }

    [Fact]
    public async Task Read_StateHasEndedAndLogIsThere_CountsIt()
    {
        var chat = new Conversation(silo);
        var finish = new ChatFinish("length", 5, 2);
        var record = new ConversationRecord();
        RunningTurn running = record.Begin(chat.Request(Question, Tokens), TimeProvider.System.GetUtcNow());
        record.End(new FinishedTurn(running.Number, running.Log, null, "Hello", finish, null));
        TurnKey turn = await StoreAsync(chat, record, running);
        await Log.AppendAsync(turn, 0, new ChatDelta([1, 2], "Hello", finish));

        Assert.Equal(new TurnChunk("llo", "length", 5, 2), await chat.Grain.ReadAsync(1, 2, Conversation.Limit));
        Assert.Equal((1, 5, 2), await chat.ReadUsageAsync(1));
        Assert.Null(await Log.ReadAsync(turn));
    }

    [Fact]
    public async Task Read_TurnWithoutALog_FailsAndTheConversationGoesOn()
    {
        var chat = new Conversation(silo);
        await Log.DeleteAsync(await LeaveRunningAsync(chat));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.ReadAsync(1));
        Assert.Equal(ErrorCode.Unavailable, e.Code);
        await chat.AskAsync("Hello", 3);
    }

    [Fact]
    public async Task Turn_AnotherActivationWrites_GoesOnBehindWhatThatWrote()
    {
        var chat = new Conversation(silo);
        string undisturbed = string.Concat((await AnswerAsync(chat)).Select(piece => piece.Text));
        TurnKey turn = await LeaveRunningAsync(chat);
        var other = new ChatDelta([], "(other)", null);
        _ = await chat.Grain.ReadAsync(1, 0, Conversation.Limit);
        CancellationToken limit = Conversation.Limit;
        while (await Log.ReadAsync(turn) is { } pieces && !await Log.AppendAsync(turn, pieces.Count, other))
            limit.ThrowIfCancellationRequested();

        TurnChunk end = await chat.ReadAsync(1);
        Assert.Equal(undisturbed, end.Text.Replace("(other)", "", StringComparison.Ordinal));
        Assert.Equal((1, end.PromptTokens, end.CompletionTokens), await chat.ReadUsageAsync(1));
    }

    [Fact]
    public async Task Turn_SiloStopsInTheMiddle_GoesOnInTheNext()
    {
        var chat = new Conversation(silo);
        string undisturbed = await new Conversation(silo).AskAsync("Tell me all", 300);
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Tell me all", 300, "a"));
        string text = (await chat.Grain.ReadAsync(turn, 0, Conversation.Limit)).Text;
        await silo.StopAsync();
        await silo.StartAsync();

        Assert.Equal(turn, await chat.Grain.StartTurnAsync(chat.Request("Tell me all", 300, "a")));
        Assert.Equal(undisturbed, (await chat.ReadAsync(turn, text)).Text);
    }

    [Fact]
    public async Task Read_FailedTurn_FailsTheSameWayAfterARestart()
    {
        var chat = new Conversation(silo);
        int turn = await chat.Grain.StartTurnAsync(
            chat.Request("What?", 5) with { Message = new ChatMessage(ChatRole.User, "What?", ["test/images/none.png"]) });
        JanusException before = await Assert.ThrowsAsync<JanusException>(() => chat.ReadAsync(turn));
        await silo.StopAsync();
        await silo.StartAsync();
        JanusException after = await Assert.ThrowsAsync<JanusException>(() => chat.ReadAsync(turn));
        Assert.Equal((before.Code, before.Field, before.Message), (after.Code, after.Field, after.Message));
    }

    /// <summary>What the model answers when nothing goes wrong, one piece a token but the last.</summary>
    private async Task<IReadOnlyList<ChatDelta>> AnswerAsync(Conversation chat)
    {
        TurnRequest request = chat.Request(Question, Tokens);
        var pieces = new List<ChatDelta>();
        while (true)
        {
            // Asked for the next token alone, since the model gives as many at a time as it has.
            int[] known = [.. pieces.SelectMany(piece => piece.Tokens)];
            var work = new ChatWork(chat.Key.Tenant, [request.Message], request.Settings, known);
            await foreach (ChatDelta delta in silo.ModelGrain.ChatAsync(work, Conversation.Limit))
            {
                pieces.Add(delta);
                break;
            }

            if (pieces[^1].Finish is not null)
                return pieces;
        }
    }

    private async Task<TurnKey> LeaveRunningAsync(Conversation chat)
    {
        var record = new ConversationRecord();
        RunningTurn running = record.Begin(chat.Request(Question, Tokens), TimeProvider.System.GetUtcNow());
        return await StoreAsync(chat, record, running);
    }

    private async Task<TurnKey> StoreAsync(Conversation chat, ConversationRecord record, RunningTurn running)
    {
        var turn = new TurnKey(chat.Key, running.Number, running.Log);
        await Log.BeginAsync(turn);
        await silo.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains)
            .WriteStateAsync("conversation", chat.Grain.GetGrainId(), new GrainState<ConversationRecord>(record));
        return turn;
    }
}
