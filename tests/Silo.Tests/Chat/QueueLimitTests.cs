using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>Turns that wait for a place, where no silo has any.</summary>
public sealed class QueueLimitTests
{
    [Fact]
    public async Task Turn_NoPlaceInTime_FailsAndLeavesTheQueue()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IConversationGrain chat = Chat(silos, "late");
        int turn = await chat.StartTurnAsync(Request(silos) with { QueueLimit = TimeSpan.FromMilliseconds(300) });
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => ReadAsync(chat, turn));
        Assert.Equal(ErrorCode.QueueTimeout, e.Code);
        Assert.Equal(ErrorCode.QueueTimeout, (await chat.GetTurnAsync(turn)).Turn.Error);
        await silos.QueueBecomesAsync(queue => queue.Waiting == 0);

        // The next one waits on, and gets the first place that there is.
        int next = await chat.StartTurnAsync(Request(silos));
        await silos.QueueBecomesAsync(queue => queue.Waiting == 1);
        await silos.AddModelAsync(stepMilliseconds: 1);
        Assert.NotEqual("", await ReadAsync(chat, next));
    }

    [Fact]
    public async Task Cancel_WhileItWaits_LeavesTheQueue()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IConversationGrain chat = Chat(silos, "left");
        int turn = await chat.StartTurnAsync(Request(silos));
        await silos.QueueBecomesAsync(queue => queue.Waiting == 1);
        await chat.CancelTurnAsync(turn);
        await silos.QueueBecomesAsync(queue => queue.Waiting == 0);
    }

    [Fact]
    public async Task StartTurn_LimitOutOfRange_IsRefused()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => Chat(silos, "wrong").StartTurnAsync(Request(silos) with { QueueLimit = TimeSpan.Zero }));
        Assert.Equal((ErrorCode.InvalidRequest, "queue_limit"), (e.Code, e.Field));
    }

    private static IConversationGrain Chat(SimulatedSilos silos, string name) =>
        silos.Grains.GetGrain<IConversationGrain>(new ConversationKey("test", name).ToString());

    private static TurnRequest Request(SimulatedSilos silos) =>
        new(silos.Model.Id, new ChatMessage(ChatRole.User, "Hello", []), new ChatSettings(8));

    private static async Task<string> ReadAsync(IConversationGrain chat, int turn)
    {
        string text = "";
        while (true)
        {
            TurnChunk chunk = await chat.ReadAsync(turn, text.Length, Conversation.Limit);
            text += chunk.Text;
            if (chunk.FinishReason is not null)
                return text;
        }
    }
}
