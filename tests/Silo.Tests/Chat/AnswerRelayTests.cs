using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class AnswerRelayTests(FaultySilo silo) : IClassFixture<FaultySilo>
{
    private const int Tokens = 40;
    private const int Faults = 5;

    public static TheoryData<Exception> Passing =>
    [
        new JanusException(ErrorCode.Unavailable, "The silo gives this turn up."),
        new JanusException(ErrorCode.Cancelled, "The request was cancelled."),
        new SiloUnavailableException("gone"),
        new InvalidOperationException("a mistake in the silo"),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Turn_BreaksOffAgainAndAgainWithProgress_IsTheUndisturbedOne(Exception fault)
    {
        var chat = new Conversation(silo);
        silo.Faults.Begin(0, _ => null);
        string undisturbed = await new Conversation(silo).AskAsync("What is this?", Tokens);
        silo.Faults.Begin(pieces: 1, attempt => attempt <= Faults ? fault : null);
        int turn = await chat.Grain.StartTurnAsync(chat.Request("What is this?", Tokens));
        TurnChunk end = await chat.ReadAsync(turn);

        Assert.Equal(undisturbed, end.Text);
        Assert.InRange(silo.Faults.Attempts, 2, Faults + 1);
        Assert.Equal((1, end.PromptTokens, end.CompletionTokens), await chat.ReadUsageAsync(1));
    }

    [Fact]
    public async Task Turn_SilosThatDrainBeforeAWord_AreNoFaultOfTheQuestion()
    {
        var chat = new Conversation(silo);
        silo.Faults.Begin(pieces: 0, attempt => attempt <= Faults ? new JanusException(ErrorCode.Unavailable, "draining") : null);
        Assert.NotEmpty(await chat.AskAsync("What is this?", Tokens));
        Assert.Equal(Faults + 1, silo.Faults.Attempts);
    }

    [Fact]
    public async Task Turn_NeverAWord_FailsAfterThreeAttempts()
    {
        var chat = new Conversation(silo);
        silo.Faults.Begin(pieces: 0, _ => new InvalidOperationException("a mistake in the silo"));
        JanusException e = await FailAsync(chat);
        Assert.Equal((ErrorCode.Unavailable, 3), (e.Code, silo.Faults.Attempts));
    }

    [Fact]
    public async Task Turn_ModelFails_EndsWithThatAndWhatWasSaidIsRead()
    {
        var chat = new Conversation(silo);
        silo.Faults.Begin(pieces: 2, _ => new JanusException(ErrorCode.ModelFailure, "not a number"));
        JanusException e = await FailAsync(chat);
        Assert.Equal((ErrorCode.ModelFailure, 1), (e.Code, silo.Faults.Attempts));
        Assert.NotEmpty((await chat.Grain.ReadAsync(1, 0, Conversation.Limit)).Text);
        Assert.Equal([ChatRole.User], (await chat.Grain.GetTranscriptAsync()).Messages.Select(message => message.Role));
    }

    private async Task<JanusException> FailAsync(Conversation chat)
    {
        int turn = await chat.Grain.StartTurnAsync(chat.Request("What is this?", Tokens));
        return await Assert.ThrowsAsync<JanusException>(() => chat.ReadAsync(turn));
    }
}
