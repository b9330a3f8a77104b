using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>What is stored of a conversation, and what earlier versions have stored.</summary>
public sealed class ConversationRecordTests
{
    /// <summary>Written by the version that had neither reports nor metadata: an answered turn, and one that runs.</summary>
    private const string EarlierConversation =
        "ICAAByHoAAFBC0hlbGxvMQHD2W4+TVJlYWRPbmx5TGlzdEludGVyZmFjZUNvZGVjYDFbW3N0cmluZ11dAANBC2EucG5n4OAg6AAFQQVIaSk14OAg6AABQQ1B"
        + "Z2Fpbj/JNRvg4AEJIegACUEJbG9nMkEFcjJBB21AMSHoAB2BAAAAAAAA4D+BzczMzMzM7D8BDYGamZmZmZnxPwEVOQMAA0EDeODg4CHoAAVBCWxvZzFBBXIx"
        + "wRkh6EAJc3RvcAENAQngwQHgQQlzaWxvIYCAALeWq0neCIEAAAAAAAAAAODg";

    /// <summary>Of the same version: a job that is completed.</summary>
    private const string EarlierJob =
        "IEADbkEHbUAxQQNmAQISAQkhgIAAt5arSd4IgQAAAAAAAAAA4AEFIYCAALeWq0neCIEAAAAAAAAAAOABBSGAgAC3lqtJ3giBAAAAAAAAAADgAQHg";

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Deserialize_OfAnEarlierVersion_GoesOn()
    {
        ConversationRecord record = Read<ConversationRecord>(EarlierConversation);
        Assert.Equal(["Hello", "Hi", "Again?"], record.Messages.Select(message => message.Text));
        Assert.Equal((2, "silo", Now), (record.Turns, record.PrefixHolder, record.UsedAt));
        Assert.Empty(record.Reports);
        Assert.Empty(record.Metadata);

        RunningTurn running = record.Running!;
        record.End(new FinishedTurn(2, running.Log, "r2", "Still hi", new ChatFinish("stop", 9, 3), null, null, Now));
        TurnReport report = Assert.Single(record.Reports);
        Assert.Equal((2, "r2", 2, 3, "m@1"), (report.Number, report.RequestId, report.QuestionIndex, report.AnswerIndex, report.Model));
        record.Begin(Question("And now?"), Now);
        Assert.Equal(["Hello", "Hi", "Again?", "Still hi", "And now?"], record.Messages.Select(message => message.Text));
    }

    [Fact]
    public void Begin_AfterABrokenTurnOfAnEarlierVersion_DropsItsQuestion()
    {
        ConversationRecord record = Read<ConversationRecord>(EarlierConversation);
        record.Running = null;
        record.Begin(Question("And now?"), Now);
        Assert.Equal(["Hello", "Hi", "And now?"], record.Messages.Select(message => message.Text));
        Assert.Equal((3, 2), (record.Reports[0].Number, record.Reports[0].QuestionIndex));
    }

    [Fact]
    public void Deserialize_JobOfAnEarlierVersion_IsNoTransientOne()
    {
        JobRecord job = Read<JobRecord>(EarlierJob);
        Assert.Equal((JobState.Completed, Now, false, false), (job.State, job.FinishedAt, job.IsTransient, job.IsDeleted));
    }

    [Fact]
    public void Begin_ManyFailedTurns_KeepsTheLastReports()
    {
        var record = new ConversationRecord();
        for (int i = 0; i < ChatLimits.MaxTurnReports + 5; i++)
        {
            RunningTurn turn = record.Begin(Question("Hello"), Now);
            record.End(new FinishedTurn(turn.Number, turn.Log, null, "", null, new TurnError(ErrorCode.Unavailable, "gone", null)));
        }

        Assert.Equal(Enumerable.Range(6, ChatLimits.MaxTurnReports), record.Reports.Select(report => report.Number));
        Assert.Equal(0, record.Reports[^1].QuestionIndex);
        Assert.All(record.Reports.SkipLast(1), report => Assert.Equal(-1, report.QuestionIndex));
    }

    private static TurnRequest Question(string text) => new("m@1", new ChatMessage(ChatRole.User, text, []), new ChatSettings(5));

    private static T Read<T>(string stored)
    {
        var services = new ServiceCollection();
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(ItemResult).Assembly).AddAssembly(typeof(ConversationRecord).Assembly));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<Serializer<T>>().Deserialize(Convert.FromBase64String(stored))!;
    }
}
