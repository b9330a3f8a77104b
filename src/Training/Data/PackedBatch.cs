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

    /// <summary>Draws as many examples as the rows can hold, and packs them, longest first; those that are left over are dropped.</summary>
    public static PackedBatch Fill(int rows, int length, int codes, Func<TrainingSequence> next)
    {
        var batch = new PackedBatch(rows, length, codes);
        var drawn = new List<TrainingSequence>();
        for (int positions = 0; positions < rows * length; positions += drawn[^1].Length(codes))
            drawn.Add(next());
        foreach (TrainingSequence sequence in drawn.OrderByDescending(sequence => sequence.Length(codes)))
            batch.TryAdd(sequence);
        return batch;
    }

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
