using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Autoscale.Traces;

/// <summary>Everything that is asked for, in the order of time.</summary>
/// <param name="Unit">Seconds of a plot's unit of time.</param>
internal sealed record Trace(string Name, IReadOnlyList<Submission> Submissions, double Unit = 60)
{
    public int Images { get; } = Submissions.Sum(submission => submission.Images);

    public double Ends => Submissions[^1].At;
}

/// <param name="At">Seconds.</param>
internal readonly record struct Submission(double At, int Images, WorkClass Class, int Tenant);
