namespace JanusCluster.Bench.Faults.Checking;

/// <summary>A promise that was broken.</summary>
/// <param name="Rule">Names the promise, the same for all that break it.</param>
/// <param name="Subject">The job, item, blob or turn.</param>
/// <param name="Text">What is wrong with it.</param>
internal sealed record Violation(string Rule, string Subject, string Text)
{
    public override string ToString() => $"{Rule}: {Subject}: {Text}";
}
