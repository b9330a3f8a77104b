using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.EndToEnd.Tests.Faults;

/// <summary>A small run in which everything went well, to be spoilt in one point.</summary>
internal static class Histories
{
    public const string Job = "t/job", Shard = "t/job/0", Talk = "t/talk", Question = "Well?", Answer = "ba be bi bo bu";

    public static JobAccepted Accepted { get; } = new(10, Job, [new("a", 64, "codes-a"), new("b", 64, "codes-b"), new("c", 0, "text-c")]);

    public static IReadOnlyList<HistoryEvent> Good { get; } =
    [
        Accepted,
        new ItemGranted(21, 20, Shard, 0, Epoch: 1, GrantState.Granted),
        new ItemWritten(31, 30, Shard, 0, Epoch: 1, IsResult: false, WriteVerdict.Written),
        new ItemGranted(41, 40, Shard, 0, Epoch: 2, GrantState.Granted),
        new ItemWritten(51, 50, Shard, 0, Epoch: 1, IsResult: false, WriteVerdict.Stale),
        new ItemWritten(61, 60, Shard, 0, Epoch: 2, IsResult: true, WriteVerdict.Written),
        new ItemWritten(62, 61, Shard, 0, Epoch: 2, IsResult: true, WriteVerdict.Written),
        new ItemGranted(64, 63, Shard, 0, Epoch: 3, GrantState.Settled),
        new BlobWritten(70, "t/job/a.png", "png-a", Created: true),
        new BlobWritten(71, "t/job/a.png", "png-a", Created: false),
        new BlobWritten(72, "t/job/b.png", "png-b", Created: true),
        new TurnAccepted(80, Talk, 1, Question, Answer),
        new TurnRead(81, Talk, 1, 0, "ba be", null),
        new TurnRead(82, Talk, 1, 2, " be bi", null),
        new TurnRead(83, Talk, 1, 8, " bo bu", "stop"),
    ];

    public static FinalItem A { get; } = new(0, "a", ItemState.Delivered, "codes-a", "t/job/a.png", "png-a", null);

    public static FinalItem B { get; } = new(1, "b", ItemState.Delivered, "codes-b", "t/job/b.png", "png-b", null);

    public static FinalItem C { get; } = new(2, "c", ItemState.Delivered, "text-c", null, null, null);

    public static FinalState GoodEnd { get; } = new(
        [new FinalJob(Job, JobState.Completed, [A, B, C])],
        [new FinalBlob("t/job/a.png", "png-a"), new FinalBlob("t/job/b.png", "png-b")],
        [new FinalConversation(Talk, [new(ChatRole.User, Question, []), new(ChatRole.Assistant, Answer, [])])],
        [new FinalUsage("t", Images: 2, Answers: 2)]);

    /// <summary>Rules that are broken, each once.</summary>
    public static string[] Broken(IEnumerable<HistoryEvent> history, FinalState end) =>
        [.. HistoryChecker.Check([.. history.OrderBy(happened => happened.At)], end).Select(violation => violation.Rule).Distinct().Order()];

    /// <summary>The good end, but for the items of the job.</summary>
    public static FinalState With(params FinalItem[] items) => GoodEnd with { Jobs = [new FinalJob(Job, JobState.Completed, items)] };
}
