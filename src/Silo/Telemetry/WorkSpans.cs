using System.Diagnostics;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Model.Engine;

namespace JanusCluster.Silo.Telemetry;

/// <summary>
/// Spans of work on this silo: one an item or turn, with events within it and never a span for a step or token. They say
/// which job, never what was asked.
/// </summary>
internal static class WorkSpans
{
    private const string Item = "janus.item", Turn = "janus.turn";

    /// <summary>For where work is handed on: the span that runs, if it is kept.</summary>
    public static string? Here => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>
    /// An item that somebody waits for is part of that request's trace. One of bulk work begins a trace of its own and points to
    /// the request: thousands of items would make one trace too large to be shown.
    /// </summary>
    public static Activity? StartItem(Lease lease, JobKey job, string model)
    {
        bool isKnown = ActivityContext.TryParse(lease.Trace, null, isRemote: true, out ActivityContext request);
        Activity? span = lease.Class == WorkClass.Interactive && isKnown
            ? TelemetryNames.Source.StartActivity(Item, ActivityKind.Consumer, request)
            : TelemetryNames.Source.StartActivity(
                Item, ActivityKind.Consumer, parentContext: default, links: isKnown ? [new ActivityLink(request)] : null);
        return span?
            .SetTag("janus.model", model).SetTag("janus.class", Labels.Of(lease.Class)).SetTag("janus.job", job.ToString())
            .SetTag("janus.shard", lease.Shard).SetTag("janus.position", lease.Position)
            .SetTag("janus.codes.kept", lease.Codes.Length / 2).SetTag("janus.lease", lease.Id);
    }

    /// <param name="request">traceparent of what the turn belongs to, or null.</param>
    public static Activity? StartTurn(HeldLease? lease, string? request, string model)
    {
        ActivityContext.TryParse(request, null, isRemote: true, out ActivityContext parent);
        return TelemetryNames.Source.StartActivity(Turn, ActivityKind.Consumer, parent)?
            .SetTag("janus.model", model).SetTag("janus.class", Labels.Of(WorkClass.Chat))
            .SetTag("janus.conversation", lease?.Work).SetTag("janus.position", lease?.Position).SetTag("janus.lease", lease?.Id);
    }

    /// <summary>The engine gave the sequence its rows: from then on its prompt was prefilled.</summary>
    public static void Admitted(this Activity span, Sequence sequence, TimeProvider time)
    {
        if (sequence.AdmittedAt is var at && at != 0)
            span.AddEvent(new ActivityEvent("admitted", time.GetUtcNow() - time.GetElapsedTime(at)));
    }

    /// <summary>Prefill is done with it: the step that computes the end of a prompt draws the first code or token.</summary>
    public static void FirstToken(this Activity span) => span.AddEvent(new ActivityEvent("first_token"));

    /// <param name="made">Codes or tokens.</param>
    public static void Finished(this Activity span, int made) => span.AddEvent(
        new ActivityEvent("finished", tags: new ActivityTagsCollection { ["janus.made"] = made }));

    public static void Failed(this Activity span, ErrorCode code) =>
        span.SetStatus(ActivityStatusCode.Error, Labels.Of(code));
}
