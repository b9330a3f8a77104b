using JanusCluster.Bench.Faults.Nodes;

namespace JanusCluster.Bench.Faults.Disturbances;

/// <summary>
/// Sends some of the calls that may be repeated a second time, at once or seconds later, and lets some come late: as many as
/// the run's controls say.
/// </summary>
internal sealed class RepeatingCalls(SharedControls controls) : IOutgoingGrainCallFilter
{
    private const int LongestDelayMilliseconds = 2_000;

    /// <summary>Set in what belongs to a second call, which is not repeated itself.</summary>
    private readonly AsyncLocal<bool> _repeating = new();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!_repeating.Value && RepeatableCalls.Find(context) is { } again)
        {
            if (Happens())
                _ = Task.Run(() => RepeatAsync(again), CancellationToken.None);
            if (Happens())
                await DelayAsync();
        }

        await context.Invoke();
    }

    private async Task RepeatAsync(Func<Task> again)
    {
        _repeating.Value = true;
        try
        {
            if (Random.Shared.Next(2) == 0)
                await DelayAsync();
            await again();
        }
        catch (Exception)
        {
            // Whoever made the first call has its answer; this one was nobody's.
        }
    }

    private bool Happens() => Random.Shared.NextDouble() < controls.RepeatedCalls;

    private static Task DelayAsync() => Task.Delay(Random.Shared.Next(LongestDelayMilliseconds));
}
