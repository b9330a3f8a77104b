namespace JanusCluster.Bench.Faults.Checking;

/// <summary>What a run's images have cost, in codes.</summary>
/// <param name="Made">Codes that all processes made.</param>
/// <param name="Redone">Those beyond what the finished images needed.</param>
/// <param name="Kills">Kills of processes that were making images.</param>
/// <param name="Killed">Images that were running in processes when these were killed.</param>
/// <param name="RedoneForKills">Codes of those images that had to be made again.</param>
/// <param name="Drained">Images that were running in processes when these were asked to end.</param>
/// <param name="RedoneForDrains">Codes of those images that had to be made again.</param>
internal sealed record Effort(
    long Made, long Redone, int Kills, int Killed, long RedoneForKills, int Drained, long RedoneForDrains)
{
    public static Effort None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    public static Effort operator +(Effort a, Effort b) => new(
        a.Made + b.Made, a.Redone + b.Redone, a.Kills + b.Kills, a.Killed + b.Killed, a.RedoneForKills + b.RedoneForKills,
        a.Drained + b.Drained, a.RedoneForDrains + b.RedoneForDrains);

    public static Effort Add(Effort left, Effort right) => left + right;
}
