using System.Diagnostics;
using JanusCluster.Model.Engine;

namespace JanusCluster.Bench.Load;

/// <summary>When an answer's tokens came.</summary>
internal sealed class ChatTiming
{
    private readonly List<double> _gaps = [];
    private long _last;

    private ChatTiming(long asked) => _last = asked;

    /// <summary>Milliseconds from the question to the first token.</summary>
    public double FirstToken { get; private set; }

    /// <summary>Milliseconds between two tokens.</summary>
    public IReadOnlyList<double> Gaps => _gaps;

    public required IReadOnlyList<int> Answer { get; init; }

    /// <summary>Asks an engine and lets it run until the answer is there.</summary>
    /// <param name="busy">Whether the question comes while a step runs. It is asked at that step's start, so it waits for the whole of it.</param>
    /// <param name="beforeStep">Keeps other work coming.</param>
    public static ChatTiming Of(EngineRun engine, TextGeneration request, bool busy, Action beforeStep)
    {
        long asked = Stopwatch.GetTimestamp();
        if (busy)
        {
            beforeStep();
            engine.Step();
        }

        var answer = new List<int>();
        var timing = new ChatTiming(asked) { Answer = answer };
        TextSequence sequence = engine.Add(request, id =>
        {
            timing.Take(answer.Count == 0);
            answer.Add(id);
        });
        engine.StepUntil(() =>
        {
            beforeStep();
            return sequence.FinishReason is not null;
        });
        return timing;
    }

    private void Take(bool first)
    {
        double passed = Stopwatch.GetElapsedTime(_last).TotalMilliseconds;
        _last = Stopwatch.GetTimestamp();
        if (first)
            FirstToken = passed;
        else
            _gaps.Add(passed);
    }
}
