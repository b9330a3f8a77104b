using System.Diagnostics;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Telemetry;

/// <summary>Counts and times the tokens of one answer as they come from the engine.</summary>
internal sealed class AnswerClock(SiloMetrics metrics, TimeProvider time, string model, WorkClass workClass, Activity? span)
{
    private long _last;

    /// <summary>Tokens so far.</summary>
    public int Tokens { get; private set; }

    public void Came(ChatDelta delta)
    {
        int count = delta.Tokens.Count;
        if (count == 0)
            return;
        long now = time.GetTimestamp();
        if (Tokens == 0)
        {
            span?.FirstToken();
        }
        else
        {
            // They came together: each took its share of the time.
            for (int i = 0; i < count; i++)
                metrics.InterToken(model, workClass, time.GetElapsedTime(_last, now) / count);
        }

        Tokens += count;
        _last = now;
        metrics.ChatTokens.Add(model, (int)workClass, count);
    }
}
