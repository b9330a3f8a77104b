using System.Text;

namespace JanusCluster.Client.Jobs;

/// <summary>Reads a stream of UTF-8 line by line, holding at most one line of bounded length.</summary>
internal sealed class BoundedLineReader(Stream stream, int maxLineBytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _line = new();
    private int _from;
    private int _to;
    private bool _tooLong;

    /// <summary>Number of the line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <returns>Null at the end.</returns>
    public async ValueTask<TextLine?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.SetLength(0);
        _tooLong = false;
        while (true)
        {
            if (_from == _to)
            {
                _from = 0;
                _to = await stream.ReadAsync(_buffer, cancellationToken);
                if (_to == 0)
                    return _line.Length > 0 || _tooLong ? Finish() : null;
            }

            int end = Array.IndexOf(_buffer, (byte)'\n', _from, _to - _from);
            Keep(_from, end < 0 ? _to : end);
            _from = end < 0 ? _to : end + 1;
            if (end >= 0)
                return Finish();
        }
    }

    private void Keep(int from, int to)
    {
        _tooLong |= _line.Length + to - from > maxLineBytes;
        if (!_tooLong)
            _line.Write(_buffer, from, to - from);
    }

    private TextLine Finish()
    {
        Number++;
        if (_tooLong)
            return new TextLine(null, $"The line is longer than {maxLineBytes} bytes.");
        ReadOnlySpan<byte> bytes = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        if (Number == 1 && bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (bytes.EndsWith("\r"u8))
            bytes = bytes[..^1];
        try
        {
            return new TextLine(Strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return new TextLine(null, "The line is not UTF-8 text.");
        }
    }
}

/// <summary>Either the line's text, or what is wrong with it.</summary>
internal readonly record struct TextLine(string? Text, string? Error);
