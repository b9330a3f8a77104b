namespace JanusCluster.Training.Data;

/// <summary>Examples side by side in rows of one length; each attends to itself alone.</summary>
internal sealed class PackedBatch
{
    private readonly int _codes;
    private readonly List<TrainingSequence>[] _rows;
    private readonly int[] _filled;

    /// <param name="rows">R.</param>
    /// <param name="length">T, positions of a row.</param>
    /// <param name="codes">Codes of a picture.</param>
    public PackedBatch(int rows, int length, int codes)
    {
        Length = length;
        _codes = codes;
        _rows = [.. Enumerable.Range(0, rows).Select(_ => new List<TrainingSequence>())];
        _filled = new int[rows];
    }

    public int Length { get; }

    public int Rows => _rows.Length;

    public IReadOnlyList<IReadOnlyList<TrainingSequence>> Sequences => _rows;

    /// <summary>Into the first row with room.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryAdd(TrainingSequence sequence)
    {
        int needed = sequence.Length(_codes), row = Array.FindIndex(_filled, filled => filled + needed <= Length);
        if (row < 0)
            return false;
        _rows[row].Add(sequence);
        _filled[row] += needed;
        return true;
    }
}
