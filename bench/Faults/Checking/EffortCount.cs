using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>Counts what images have cost, and what of that was lost to which end of a process.</summary>
internal static class EffortCount
{
    /// <summary>One image in one process.</summary>
    private sealed record Attempt(string CustomId, string Process, long Started, long? Ended, int Resumed, int Made);

    /// <param name="history">In the order of time.</param>
    /// <param name="codes">Codes that a process counted in a slot.</param>
    public static Effort Of(IReadOnlyList<HistoryEvent> history, Func<string, int, int> codes)
    {
        Dictionary<(string, int), long> ended = history.OfType<ImageEnded>().ToDictionary(end => (end.Process, end.Slot), end => end.At);
        Attempt[] attempts = [.. history.OfType<ImageStarted>().Select(start => new Attempt(
            start.CustomId, start.Process, start.At, ended.TryGetValue((start.Process, start.Slot), out long at) ? at : null,
            start.Resumed, codes(start.Process, start.Slot)))];
        ILookup<string, Attempt> byImage = attempts.ToLookup(attempt => attempt.CustomId);
        long made = attempts.Sum(attempt => (long)attempt.Made);
        long needed = byImage.Sum(image => (long)image.Max(attempt => attempt.Resumed + attempt.Made));
        Attempt[] killed = CutBy(ProcessSignal.Kill), drained = CutBy(ProcessSignal.Drain);
        return new Effort(
            made, made - needed, killed.Select(attempt => attempt.Process).Distinct().Count(),
            killed.Length, Lost(killed, byImage), drained.Length, Lost(drained, byImage));

        // What another silo has begun before was lost to something else.
        bool IsTakenOver(Attempt attempt, long at) => byImage[attempt.CustomId].Any(other => other.Started > attempt.Started && other.Started < at);

        Attempt[] CutBy(ProcessSignal signal)
        {
            Dictionary<string, long> sent = history.OfType<ProcessSignalled>().Where(sent => sent.Signal == signal)
                .GroupBy(sent => sent.Process).ToDictionary(process => process.Key, process => process.First().At);
            return [.. attempts.Where(attempt => sent.TryGetValue(attempt.Process, out long at)
                && attempt.Started < at && (attempt.Ended is not { } end || end > at)
                && !IsTakenOver(attempt, at))];
        }
    }

    /// <summary>Codes that the next attempt on the same image did not begin with.</summary>
    private static long Lost(Attempt[] cut, ILookup<string, Attempt> byImage) => cut.Sum(attempt =>
        byImage[attempt.CustomId].Where(other => other.Started > attempt.Started).MinBy(other => other.Started) is { } next
            ? Math.Max(0L, attempt.Resumed + attempt.Made - next.Resumed)
            : 0L);
}
