namespace JanusCluster.Bench.Faults.History;

/// <summary>A model began or went on with an image.</summary>
/// <param name="Process">The incarnation of a silo.</param>
/// <param name="Slot">Where its <see cref="CodeCounter"/> counts the codes made.</param>
/// <param name="Resumed">Codes that it had from an earlier attempt.</param>
internal sealed record ImageStarted(long At, string Process, int Slot, string CustomId, int Resumed) : HistoryEvent(At);

/// <summary>The model let go of an image, whichever way.</summary>
internal sealed record ImageEnded(long At, string Process, int Slot) : HistoryEvent(At);

/// <summary>A blob store answered a write.</summary>
/// <param name="Created">False when the name was taken.</param>
internal sealed record BlobWritten(long At, string Name, string Sha256, bool Created) : HistoryEvent(At);
