using System.Diagnostics.Metrics;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Silos;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using StackExchange.Redis;

namespace JanusCluster.Silo.Telemetry;

/// <summary>The silo's instruments; what they are called is in <see cref="SiloMetricNames"/>. Thread-safe.</summary>
internal sealed class SiloMetrics
{
    private static readonly double[] Waits = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160];
    private static readonly double[] Gaps = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5];
    private static readonly double[] Making = [0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640];
    private static readonly double[] Steps = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.4, 0.8, 1.6, 10];

    private readonly Histogram<double> _firstToken, _interToken, _item, _step;
    private readonly Draining _draining;
    private readonly IConnectionMultiplexer _redis;
    private readonly bool _isControl;
    private volatile ServedWork? _served;

    public SiloMetrics(
        IMeterFactory meters, QueueBoard board, Draining draining, IConnectionMultiplexer redis, SiloSettings settings)
    {
        (_draining, _redis, _isControl) = (draining, redis, settings is { Model: null, Simulated: null });
        var instruments = new Instruments(meters.Create(TelemetryNames.SiloMeter));
        _firstToken = instruments.Histogram(SiloMetricNames.FirstToken, Waits);
        _interToken = instruments.Histogram(SiloMetricNames.InterToken, Gaps);
        _item = instruments.Histogram(SiloMetricNames.ItemTime, Making);
        _step = instruments.Histogram(SiloMetricNames.StepTime, Steps);
        instruments.Counter(SiloMetricNames.Images, Images.Read);
        instruments.Counter(SiloMetricNames.ImageCodes, ImageCodes.Read);
        instruments.Counter(SiloMetricNames.ChatTokens, ChatTokens.Read);
        instruments.Counter(SiloMetricNames.LeasesExpired, LeasesExpired.Read);
        instruments.Counter(SiloMetricNames.ItemsFailed, ItemsFailed.Read);
        instruments.Counter(SiloMetricNames.PrefixHits, () => OfEngine(engine => engine.Prefixes.HitTokens));
        instruments.Counter(SiloMetricNames.PrefixQueries, () => OfEngine(engine => engine.Prefixes.QueriedTokens));
        instruments.Counter(SiloMetricNames.Steps, () => OfEngine(engine => engine.Steps));
        instruments.Counter(SiloMetricNames.Preemptions, () => OfEngine(engine => engine.Preemptions));
        instruments.Gauge(SiloMetricNames.Rows, () => OfEngine(engine => engine.Rows));
        instruments.Gauge(SiloMetricNames.KvUsage, () => OfEngine(KvUsage));
        instruments.Gauge(SiloMetricNames.Running, ReadRunning);
        instruments.Gauge(SiloMetricNames.Waiting, () => OfQueues(board, figures => (long)figures.Waiting));
        instruments.Gauge(SiloMetricNames.QueueCodes, () => OfQueues(board, figures => figures.Codes));
        instruments.Gauge(SiloMetricNames.Backlog, () => OfDemand(board, demand => demand.BacklogSeconds));
        instruments.Gauge(SiloMetricNames.SilosWanted, () => OfDemand(board, demand => (long)demand.WantedSilos));
        instruments.Gauge(SiloMetricNames.DeliveryBacklog, () => board.Read<DeliveryFigures>()
            .Select(queue => new Measurement<long>(queue.Figures.Pictures, Tag(queue.Model))));
        instruments.Gauge(SiloMetricNames.Ready, ReadReady);
    }

    public Tally Images { get; } = new(MetricLabels.Class, Labels.ImageClasses);

    public Tally ImageCodes { get; } = new(MetricLabels.Class, Labels.ImageClasses);

    public Tally ChatTokens { get; } = new(MetricLabels.Class, Labels.Classes);

    public Tally LeasesExpired { get; } = new(null);

    public Tally ItemsFailed { get; } = new(MetricLabels.Code, Labels.Codes);

    /// <summary>The model is loaded: from now on its work is told of.</summary>
    /// <param name="running">Images or answers of a class that run here.</param>
    public void Serve(string model, EngineWatch engine, Func<WorkClass, int> running)
    {
        foreach (Tally tally in (Tally[])[Images, ImageCodes, ChatTokens])
            tally.Know(model);
        engine.Stepped = elapsed => _step.Record(elapsed.TotalSeconds, Tag(model));
        _served = new ServedWork(model, engine, running);
    }

    /// <returns>Null before the model is loaded.</returns>
    public EngineFigures? ReadEngine()
    {
        if (_served is not { } served)
            return null;
        EngineCounters engine = served.Engine.Counters;
        long made = ImageCodes.Read().Concat(ChatTokens.Read()).Sum(one => one.Value);
        return new EngineFigures(engine.Rows, KvUsage(engine), made, engine.Prefixes.QueriedTokens, engine.Prefixes.HitTokens);
    }

    /// <param name="elapsed">Since the question was stored.</param>
    public void FirstToken(string model, TimeSpan elapsed) => _firstToken.Record(elapsed.TotalSeconds, Tag(model), Tag(WorkClass.Chat));

    public void InterToken(string model, WorkClass workClass, TimeSpan gap) => _interToken.Record(gap.TotalSeconds, Tag(model), Tag(workClass));

    public void ItemMade(string model, WorkClass workClass, TimeSpan elapsed) => _item.Record(elapsed.TotalSeconds, Tag(model), Tag(workClass));

    private static double KvUsage(EngineCounters engine) => engine.Blocks == 0 ? 0 : 1 - ((double)engine.FreeBlocks / engine.Blocks);

    private IEnumerable<Measurement<T>> OfEngine<T>(Func<EngineCounters, T> read)
        where T : struct => _served is { } served ? [new(read(served.Engine.Counters), Tag(served.Model))] : [];

    private IEnumerable<Measurement<long>> ReadRunning() => _served is { } served
        ? Enum.GetValues<WorkClass>().Select(one => new Measurement<long>(served.Running(one), Tag(served.Model), Tag(one)))
        : [];

    private static IEnumerable<Measurement<long>> OfQueues(QueueBoard board, Func<ClassFigures, long> read) =>
        from queue in board.Read<QueueFigures>()
        from one in Enum.GetValues<WorkClass>()
        select new Measurement<long>(read(queue.Figures.Classes[(int)one]), Tag(queue.Model), Tag(one));

    private static IEnumerable<Measurement<T>> OfDemand<T>(QueueBoard board, Func<Demand, T> read)
        where T : struct =>
        from queue in board.Read<QueueFigures>()
        where queue.Figures.Demand is not null
        select new Measurement<T>(read(queue.Figures.Demand!), Tag(queue.Model));

    private IEnumerable<Measurement<long>> ReadReady()
    {
        bool isReady = (_isControl || _served is not null) && !_draining.IsDraining && _redis.IsConnected;
        return [_served is { } served ? new(isReady ? 1 : 0, Tag(served.Model)) : new(isReady ? 1 : 0)];
    }

    private static KeyValuePair<string, object?> Tag(string model) => new(MetricLabels.Model, model);

    private static KeyValuePair<string, object?> Tag(WorkClass workClass) => new(MetricLabels.Class, Labels.Of(workClass));

    private sealed record ServedWork(string Model, EngineWatch Engine, Func<WorkClass, int> Running);
}
