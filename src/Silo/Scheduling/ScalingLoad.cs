namespace JanusCluster.Silo.Scheduling;

/// <summary>What is left to do at a moment, and who does it.</summary>
/// <param name="WaitingItems">Items of jobs that wait for a place; turns of conversations have places of their own.</param>
/// <param name="Pieces">Items and turns, waiting and leased.</param>
/// <param name="Codes">Codes and tokens that they all still cost.</param>
/// <param name="LeasedItems">Items that run.</param>
/// <param name="Places">Items that can run at a time on the silos that take work.</param>
/// <param name="Working">Silos that hold a lease.</param>
/// <param name="Unrendered">Finished images that are not rendered yet.</param>
internal readonly record struct ScalingLoad(
    int WaitingItems, int Pieces, long Codes, int LeasedItems, int Places, int Working, int Unrendered)
{
    /// <summary>Of the places, so many may be free for the moment between an image and the next.</summary>
    private const double Turnover = 0.1;

    /// <summary>Items that wait for their tenant's limit.</summary>
    public int HeldBack { get; init; }

    /// <summary>Silos that take work.</summary>
    public int Silos { get; init; }

    public bool IsEmpty => Pieces == 0 && Unrendered == 0;

    /// <summary>Every silo makes what it can. Work may wait beside free places, too: for a tenant's limit, or behind a suspect.</summary>
    public bool IsSaturated => WaitingItems > 0 && Working > 0 && LeasedItems >= Places * (1 - Turnover);

    public static ScalingLoad Of(LeaseTable table, int places, int unrendered, int silos = 0) => new(
        table.WaitingItems, table.Waiting + table.Leased, table.WaitingCodes + table.LeasedCodes, table.LeasedItems, places,
        table.Holders, unrendered) { HeldBack = table.HeldBackItems, Silos = silos };
}
