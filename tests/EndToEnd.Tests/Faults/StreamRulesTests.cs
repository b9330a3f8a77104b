using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Chat;
using static JanusCluster.EndToEnd.Tests.Faults.Histories;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class StreamRulesTests
{
    [Theory]
    [InlineData(5, " be bo bu")] // A piece comes twice.
    [InlineData(5, " bo bu")] // A piece is missing.
    [InlineData(5, " bi bo bu ba")] // It goes on behind the end.
    [InlineData(8, " bo bu")] // Nobody has read what is before it.
    [InlineData(5, " bi bo")] // It ends too early.
    public void Check_StreamIsNotTheAnswer_IsBroken(int offset, string text) => Assert.Equal(
        [StreamRules.Broken], Broken([.. Good.Where(happened => happened.At < 82), new TurnRead(82, Talk, 1, offset, text, "stop")], GoodEnd));

    [Fact]
    public void Check_ReadAgainAndDifferent_IsBroken() => Assert.Equal(
        [StreamRules.Broken], Broken([.. Good, new TurnRead(84, Talk, 1, 0, "ba bu", null)], GoodEnd));

    [Fact]
    public void Check_TurnNeverEnds_IsUnfinished() => Assert.Equal(
        [StreamRules.Unfinished], Broken(Good.Where(happened => happened.At < 83), GoodEnd));

    [Fact]
    public void Check_TranscriptLacksTheAnswer_IsFound() => Assert.Equal(
        [StreamRules.Transcript],
        Broken(Good, GoodEnd with { Conversations = [new FinalConversation(Talk, [new(ChatRole.User, Question, [])])] }));
}
