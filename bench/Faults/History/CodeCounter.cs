using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace JanusCluster.Bench.Faults.History;

/// <summary>
/// Counts the codes that a process makes, by attempt, in a file that is mapped into its memory: counting costs nothing, and
/// the counts stay when the process is killed.
/// </summary>
internal sealed class CodeCounter : IDisposable
{
    public const string Extension = ".codes";
    private const int Slots = 1 << 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private int _used;

    public CodeCounter(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, mapName: null, sizeof(int) * (long)Slots);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>A place to count one attempt in.</summary>
    public int Next() => Interlocked.Increment(ref _used) - 1 is var slot and < Slots
        ? slot
        : throw new InvalidOperationException($"A process counts at most {Slots} attempts.");

    public void Set(int slot, int codes) => _view.Write(sizeof(int) * (long)slot, codes);

    /// <summary>The counts of a process, dead or alive.</summary>
    public static int[] Read(string path) => MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(path)).ToArray();

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
