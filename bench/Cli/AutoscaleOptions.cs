using System.CommandLine;
using JanusCluster.Bench.Autoscale.Pool;
using JanusCluster.Bench.Autoscale.Scaling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Bench.Cli;

/// <summary>What of the pool, the rule and Kubernetes can be tried otherwise. Times are seconds.</summary>
internal sealed class AutoscaleOptions
{
    private static readonly PoolSettings Pools = new();
    private static readonly ScalingSettings Rules = new();
    private static readonly KubernetesSettings Applied = new();

    private readonly Option<int> _max = Of("--max", "GPUs at most.", Pools.Max);
    private readonly Option<int> _min = Of("--min", "GPUs at least.", Applied.Min);
    private readonly Option<int> _places = Of("--places", "Images at a time on a GPU.", 64);
    private readonly Option<double> _startUp = Of("--start-up", "What a GPU takes to start.", Pools.StartUp);
    private readonly Option<double> _preemptions = Of("--preemptions", "How often a GPU is taken away within an hour.", Pools.PreemptionsAnHour);
    private readonly Option<bool> _cold = Of("--cold", "The rule has never seen a silo work.", false);
    private readonly Option<double> _drain = Of("--drain-time", "The rule's DrainTime.", Rules.DrainTime.TotalSeconds);
    private readonly Option<double> _keep = Of("--keep-time", "The rule's KeepTime; as much as the drain time for none.", Rules.KeepTime.TotalSeconds);
    private readonly Option<double> _spare = Of("--spare", "The rule's Spare.", Rules.Spare);
    private readonly Option<int> _bins = Of("--bins", "The rule's Bins.", Rules.Bins);
    private readonly Option<double> _bin = Of("--bin", "The rule's Bin.", Rules.Bin.TotalSeconds);
    private readonly Option<double> _downWindow = Of("--down-window", "scaleDown.stabilizationWindowSeconds.", Applied.DownWindow);
    private readonly Option<double> _cooldown = Of("--cooldown", "KEDA's cooldownPeriod.", Applied.Cooldown);
    private readonly Option<double> _poll = Of("--poll", "KEDA's pollingInterval.", Applied.Poll);

    public AutoscaleOptions(Command command)
    {
        foreach (Option option in (Option[])[_max, _min, _places, _startUp, _preemptions, _cold, _drain, _keep, _spare, _bins, _bin, _downWindow, _cooldown, _poll])
            command.Add(option);
    }

    public int Places(ParseResult arguments) => arguments.GetValue(_places);

    public bool IsCold(ParseResult arguments) => arguments.GetValue(_cold);

    public PoolSettings Pool(ParseResult arguments) => new()
    {
        Max = arguments.GetValue(_max),
        StartUp = arguments.GetValue(_startUp),
        PreemptionsAnHour = arguments.GetValue(_preemptions),
    };

    public ScalingSettings Rule(ParseResult arguments) => new()
    {
        DrainTime = TimeSpan.FromSeconds(arguments.GetValue(_drain)),
        KeepTime = TimeSpan.FromSeconds(arguments.GetValue(_keep)),
        Spare = arguments.GetValue(_spare),
        Bins = arguments.GetValue(_bins),
        Bin = TimeSpan.FromSeconds(arguments.GetValue(_bin)),
    };

    public KubernetesSettings Kubernetes(ParseResult arguments) => new()
    {
        Min = arguments.GetValue(_min),
        DownWindow = arguments.GetValue(_downWindow),
        Cooldown = arguments.GetValue(_cooldown),
        Poll = arguments.GetValue(_poll),
    };

    private static Option<T> Of<T>(string name, string description, T byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };
}
