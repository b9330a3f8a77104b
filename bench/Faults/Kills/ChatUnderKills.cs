using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Output;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Faults.Kills;

/// <summary>
/// One greedy answer: undisturbed, then with a kill of the silo that draws it, then with a kill of the silo that has the
/// conversation, each in mid-answer. The reader must get the same text, and soon go on.
/// </summary>
internal sealed class ChatUnderKills(int repeats)
{
    private const int Questions = 20, ShortestAnswer = 400, WarmUps = 12;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50), Calm = TimeSpan.FromSeconds(3);

    public async Task<JsonObject> MeasureAsync(TestBed bed, BenchOutput output, CancellationToken cancellationToken)
    {
        await WarmUpAsync(bed, cancellationToken);
        (string question, TimedAnswer undisturbed) = await FindLongAnswerAsync(bed, cancellationToken);
        output.Note($"kills chat: {undisturbed.Text.Length} characters undisturbed, longest gap {undisturbed.LongestGap.TotalMilliseconds:F0} ms");
        List<TimedAnswer> modelKilled = [], conversationKilled = [];
        for (int i = 0; i < repeats; i++)
        {
            modelKilled.Add(await AskAsync(bed, $"model-{i}", question, FindModelAsync, output, cancellationToken));
            conversationKilled.Add(await AskAsync(bed, $"conversation-{i}", question, FindConversationAsync, output, cancellationToken));
        }

        int others = modelKilled.Concat(conversationKilled).Count(answer => answer.Text != undisturbed.Text);
        return new JsonObject
        {
            ["bench"] = "kills",
            ["case"] = "chat",
            ["repeats"] = repeats,
            ["violations"] = others,
            ["characters"] = undisturbed.Text.Length,
            ["gap_ms_undisturbed"] = Math.Round(undisturbed.LongestGap.TotalMilliseconds),
            ["model_killed_same_text"] = modelKilled.Count(answer => answer.Text == undisturbed.Text),
            ["model_killed_in_mid_answer"] = modelKilled.Count(answer => answer.WasCut),
            ["model_killed_gap_ms"] = Gaps(modelKilled),
            ["conversation_killed_same_text"] = conversationKilled.Count(answer => answer.Text == undisturbed.Text),
            ["conversation_killed_in_mid_answer"] = conversationKilled.Count(answer => answer.WasCut),
            ["conversation_killed_gap_ms"] = Gaps(conversationKilled),
        };
    }

    /// <summary>The first answer of each silo has its code compiled on the way.</summary>
    private static Task WarmUpAsync(TestBed bed, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, WarmUps).Select(
            i => TimedAnswer.AskAsync(bed, $"kills/warm-{i}", "Hello?", null, cancellationToken)));

    /// <summary>Random weights end some answers early.</summary>
    private static async Task<(string Question, TimedAnswer Answer)> FindLongAnswerAsync(TestBed bed, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Questions; i++)
        {
            string question = $"What is {i}?";
            TimedAnswer answer = await TimedAnswer.AskAsync(bed, $"kills/quiet-{i}", question, null, cancellationToken);
            if (answer.Tokens >= ShortestAnswer)
                return (question, answer);
        }

        throw new IOException($"The random model answers none of {Questions} questions with {ShortestAnswer} tokens.");
    }

    private static async Task<TimedAnswer> AskAsync(
        TestBed bed, string name, string question, Func<TestBed, string, Task<ClusterNode?>> find, BenchOutput output, CancellationToken cancellationToken)
    {
        string key = $"kills/{name}", process = "nobody";
        ClusterNode? killed = null;
        bool withScheduler = false;
        TimedAnswer answer = await TimedAnswer.AskAsync(bed, key, question, async () =>
        {
            int? scheduler = await bed.Client.FindPortAsync(bed.Grains.GetGrain<ISchedulerGrain>(bed.Model.Id));
            if (await find(bed, key) is not { } node)
                return;
            (killed, process, withScheduler) = (node, node.Process, node.SiloPort == scheduler);
            node.Send(ProcessSignal.Kill);
        }, cancellationToken);
        output.Note($"  {name}: SIGKILL of {process}{(withScheduler ? ", which has the scheduler too," : "")} after {answer.BeforeKill} of "
            + $"{answer.Text.Length} characters, taken up again after {TakenUpAfter(bed, key, process)} ms, longest gap {answer.LongestGap.TotalMilliseconds:F0} ms");
        if (killed is not null)
            await WaitForNextAsync(bed, killed, process, cancellationToken);
        return answer;
    }

    /// <summary>The cluster starts another process in its place: the next kill waits for that one.</summary>
    private static async Task WaitForNextAsync(TestBed bed, ClusterNode killed, string process, CancellationToken cancellationToken)
    {
        while (killed.HasExited || killed.Process == process)
            await Task.Delay(Poll, cancellationToken);
        await bed.Client.WaitForSiloAsync(killed.SiloPort, cancellationToken);
        await Task.Delay(Calm, cancellationToken);
    }

    /// <summary>As the model's silo has written down.</summary>
    private static Task<ClusterNode?> FindModelAsync(TestBed bed, string conversation)
    {
        AnswerStarted? last = bed.ReadHistory().OfType<AnswerStarted>().LastOrDefault(started => started.Work == conversation);
        return Task.FromResult(bed.Cluster.Nodes.FirstOrDefault(node => node.Process == last?.Process));
    }

    private static async Task<ClusterNode?> FindConversationAsync(TestBed bed, string conversation) =>
        await bed.Client.FindPortAsync(bed.Grains.GetGrain<IConversationGrain>(conversation)) is { } port ? bed.Cluster.NodeAt(port) : null;

    /// <summary>Milliseconds from the kill until a model began with the rest.</summary>
    private static string TakenUpAfter(TestBed bed, string conversation, string process)
    {
        IReadOnlyList<HistoryEvent> history = bed.ReadHistory();
        long? killed = history.OfType<ProcessSignalled>().LastOrDefault(signal => signal.Process == process)?.At;
        return history.OfType<AnswerStarted>().FirstOrDefault(started => started.Work == conversation && started.At > killed) is { } next
            ? $"{Stopwatch.GetElapsedTime(killed!.Value, next.At).TotalMilliseconds:F0}"
            : "?";
    }

    private static JsonArray Gaps(IEnumerable<TimedAnswer> answers) =>
        [.. answers.Select(answer => (JsonNode)Math.Round(answer.LongestGap.TotalMilliseconds))];
}
