using System.Text;

namespace JanusCluster.Standalone.Logging;

/// <summary>A log of bounded size: when the file is full it becomes the older one of two. Thread-safe.</summary>
internal sealed class BoundedLogFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private StreamWriter? _writer;

    public BoundedLogFile(string path, long maxBytes)
    {
        _path = path;
        _maxBytes = maxBytes;
        _writer = Open();
    }

    public void Append(string line)
    {
        lock (_lock)
        {
            // Hosts write a last word after they are disposed of.
            if (_writer is null)
                return;
            if (_writer.BaseStream.Length >= _maxBytes)
            {
                _writer.Dispose();
                File.Move(_path, Path.ChangeExtension(_path, ".old.log"), overwrite: true);
                _writer = Open();
            }

            _writer.WriteLine(line);
            _writer.Flush();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private StreamWriter Open() => new(_path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
