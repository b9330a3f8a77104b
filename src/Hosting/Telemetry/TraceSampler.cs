using System.Globalization;
using OpenTelemetry.Trace;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>
/// What is kept of a trace that is kept: all but the calls that carry an answer or a job's progress piece by piece, which may be
/// one a token.
/// </summary>
internal sealed class TraceSampler(Sampler root) : Sampler
{
    /// <summary>Beginnings of the names that Orleans gives its spans: the interface and the method.</summary>
    private static readonly string[] Pieces =
        ["IAsyncEnumerableGrainExtension/", "IConversationGrain/ReadAsync", "IJobShardGrain/GetCodesAsync"];

    private readonly ParentBasedSampler _others = new(root);

    /// <param name="share">Share of the traces to keep, from 0 to 1, as OTEL_TRACES_SAMPLER_ARG gives it; all without one.</param>
    public static Sampler Create(string? share) => new TraceSampler(new RootSampler(
        double.TryParse(share, CultureInfo.InvariantCulture, out double known) ? Math.Clamp(known, 0, 1) : 1));

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        string name = samplingParameters.Name;
        return Array.Exists(Pieces, piece => name.StartsWith(piece, StringComparison.Ordinal))
            ? new SamplingResult(SamplingDecision.Drop)
            : _others.ShouldSample(samplingParameters);
    }
}
