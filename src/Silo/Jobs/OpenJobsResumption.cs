using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>
/// Rebuilds the soft state of a grain that hands out work: asks every open job of a model to offer again what is
/// unfinished. Redis may be away when the grain wakes, so it goes on until it has succeeded; and later it asks again now
/// and then, since an offer may have been lost on its way.
/// </summary>
internal sealed partial class OpenJobsResumption
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RepeatPeriod = TimeSpan.FromSeconds(30);

    private readonly OpenJobs _openJobs;
    private readonly string _model;
    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private HashSet<JobKey>? _remaining;
    private DateTimeOffset _next;

    private OpenJobsResumption(OpenJobs openJobs, string model, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        _openJobs = openJobs;
        _model = model;
        _grains = grains;
        _time = time;
        _logger = logger;
    }

    /// <summary>Every job that was open when the grain woke has been asked.</summary>
    public bool IsComplete { get; private set; }

    public static OpenJobsResumption Start(
        IGrainBase grain, OpenJobs openJobs, string model, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        var resumption = new OpenJobsResumption(openJobs, model, grains, time, logger);
        grain.RegisterGrainTimer(
            resumption.RunAsync, new GrainTimerCreationOptions(TimeSpan.Zero, RetryPeriod) { Interleave = true, KeepAlive = true });
        return resumption;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_time.GetUtcNow() < _next)
            return;
        try
        {
            _remaining ??= [.. await _openJobs.ListOpenAsync(_model)];
            foreach (JobKey job in _remaining.ToList())
            {
                await _grains.GetGrain<IJobGrain>(job.ToString()).ReofferAsync();
                _remaining.Remove(job);
            }

            _remaining = null;
            IsComplete = true;
            _next = _time.GetUtcNow() + RepeatPeriod;
        }
        catch (Exception e)
        {
            LogRetry(_logger, e, _model);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Open jobs of {Model} could not all be resumed; trying again")]
    private static partial void LogRetry(ILogger logger, Exception exception, string model);
}
