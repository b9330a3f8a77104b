using OpenTelemetry.Trace;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>
/// A trace begins with somebody's request, or with a piece of work that nobody waits for. What grains do on their own
/// account (renewing leases, asking for work) would be thousands of traces of one call each: none begins there.
/// </summary>
internal sealed class RootSampler(double share) : Sampler
{
    /// <summary>What ASP.NET Core calls a request when it is asked.</summary>
    internal const string HttpRequest = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly TraceIdRatioBasedSampler _share = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == HttpRequest || samplingParameters.Name.StartsWith("janus.", StringComparison.Ordinal)
            ? _share.ShouldSample(samplingParameters)
            : new SamplingResult(SamplingDecision.Drop);
}
