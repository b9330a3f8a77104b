using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Faults.Plan;

/// <summary>Draws the faults of a run. The same seed gives the same faults at the same times; seed 0 gives none.</summary>
internal sealed class PlanMaker
{
    private const double First = 1;

    /// <summary>No other fault begins so many seconds before and after a drain, so that what the drain costs is its own.</summary>
    private const double Quiet = 2.5;

    private readonly ClusterShape _shape;
    private readonly double _last;
    private readonly Random _random;
    private readonly List<PlannedFault> _faults = [];

    // Seeds are mixed first: the first numbers of .NET's generator resemble those of the next seed.
    private PlanMaker(int seed, ClusterShape shape, double last) =>
        (_random, _shape, _last) = (new Random((int)ImageSeed.Derive(seed, 1)), shape, last);

    /// <param name="load">How long work comes in: the last fault begins about then.</param>
    public static FaultPlan Make(int seed, ClusterShape shape, TimeSpan load)
    {
        if (seed == 0)
            return new FaultPlan(seed, []);
        var maker = new PlanMaker(seed, shape, load.TotalSeconds);
        maker.DrawBackground();
        maker.DrawSequence();
        return new FaultPlan(seed, [.. maker._faults.OrderBy(fault => fault.At)]);
    }

    /// <summary>What goes on beside everything else.</summary>
    private void DrawBackground()
    {
        if (Chance(0.6))
            Add(FaultKind.RepeatCalls, FaultTarget.None, 0, Between(0.5, 1) * _last);
        if (Chance(0.5))
            Add(FaultKind.FailBlobs, FaultTarget.None, Between(0, 0.3) * _last, Between(0.3, 0.7) * _last);
        if (Chance(0.25))
            Add(FaultKind.StopRedis, FaultTarget.None, Between(First, _last / 2), Chance(0.15) ? 20 : Between(4, 8));
    }

    /// <summary>One blow after the other.</summary>
    private void DrawSequence()
    {
        double at = First;
        while (at < _last)
        {
            at += Between(0.6, 2.5);
            if (Chance(0.12))
            {
                at += Quiet;
                if (!_faults.Exists(fault => fault.Kind == FaultKind.StopRedis))
                    Add(FaultKind.Drain, FaultTarget.Model, at, Between(3, 4));
                at += Quiet;
            }
            else
            {
                DrawBlow(at);
            }
        }
    }

    private void DrawBlow(double at)
    {
        switch (_random.Next(20))
        {
            case < 5:
                Add(FaultKind.Kill, FaultTarget.Model, at, Between(0.3, 3));
                break;
            case < 7:
                Add(FaultKind.Kill, FaultTarget.Control, at, Between(0.3, 3));
                break;
            case < 10:
                Add(FaultKind.Kill, FaultTarget.Scheduler, at, Between(0.3, 3));
                break;
            case < 12:
                Add(FaultKind.Kill, FaultTarget.Front, at, Between(0.3, 2));
                break;
            case < 13:
                Add(FaultKind.Freeze, FaultTarget.Front, at, Between(0.5, 5));
                break;
            case < 14:
                Add(FaultKind.Freeze, FaultTarget.Control, at, Between(0.3, 3));
                break;
            case < 15:
                // Long enough to be declared dead.
                Add(FaultKind.Freeze, FaultTarget.Model, at, Between(6, 9));
                break;
            case < 18:
                // Its leases run out while it sleeps, and it wakes before anybody takes it for dead.
                Add(FaultKind.Freeze, FaultTarget.Model, at, Between(2, 4));
                Add(FaultKind.JumpClock, FaultTarget.None, at + 0.1, 60);
                break;
            default:
                Add(FaultKind.JumpClock, FaultTarget.None, at, 60);
                break;
        }
    }

    private void Add(FaultKind kind, FaultTarget target, double at, double lasts)
    {
        int index = target switch
        {
            FaultTarget.Model => _random.Next(_shape.Models),
            FaultTarget.Control => _random.Next(_shape.Controls),
            FaultTarget.Front => _random.Next(_shape.Fronts),
            _ => 0,
        };
        _faults.Add(new PlannedFault(TimeSpan.FromSeconds(at), kind, target, index, TimeSpan.FromSeconds(lasts)));
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private double Between(double least, double most) => least + (_random.NextDouble() * (most - least));
}
