namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>Bugs as the command line calls them.</summary>
internal static class BugNames
{
    private static readonly Dictionary<string, FaultBug> Bugs = new()
    {
        ["no-fence"] = FaultBug.NoFence,
        ["ack-before-durable"] = FaultBug.AckBeforeDurable,
        ["double-deliver"] = FaultBug.DoubleDeliver,
    };

    public static string[] All => [.. Bugs.Keys];

    public static string Of(FaultBug bug) => Bugs.Single(entry => entry.Value == bug).Key;

    /// <param name="name">Null for none.</param>
    public static FaultBug Parse(string? name) => name is null ? FaultBug.None : Bugs[name];
}
