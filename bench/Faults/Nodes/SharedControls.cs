using System.IO.MemoryMappedFiles;

namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>What all processes of a run are told at once, by a small file that is mapped into the memory of each.</summary>
internal sealed class SharedControls : IDisposable
{
    private const int ClockAt = 0, FailAt = 8, RepeatAt = 16, Size = 24;

    private readonly FileStream _stream;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public SharedControls(string path)
    {
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (_stream.Length < Size)
            _stream.SetLength(Size);
        _file = MemoryMappedFile.CreateFromFile(_stream, null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, Size);
    }

    /// <summary>How far all clocks are ahead of the machine's.</summary>
    public TimeSpan ClockOffset
    {
        get => new(_view.ReadInt64(ClockAt));
        set => _view.Write(ClockAt, value.Ticks);
    }

    /// <summary>The share of a blob store's calls that fail.</summary>
    public double BlobFailures
    {
        get => _view.ReadDouble(FailAt);
        set => _view.Write(FailAt, value);
    }

    /// <summary>The share of calls that are sent twice, and the share of those that come late.</summary>
    public double RepeatedCalls
    {
        get => _view.ReadDouble(RepeatAt);
        set => _view.Write(RepeatAt, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        _stream.Dispose();
    }
}
