using System.Text;

namespace JanusCluster.Silo.Models;

/// <summary>Ends a stream of text at the first stop string, and holds back what may yet become one.</summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private readonly StringBuilder _held = new();

    /// <summary>Set once a stop string has been met; nothing follows.</summary>
    public bool Stopped { get; private set; }

    /// <returns>Text that can be shown.</returns>
    public string Push(string text)
    {
        if (stops.Count == 0 || Stopped)
            return Stopped ? "" : text;
        _held.Append(text);
        string all = _held.ToString();
        int end = stops.Select(stop => all.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (end >= 0)
        {
            Stopped = true;
            _held.Clear();
            return all[..end];
        }

        int keep = stops.Max(stop => PartialMatch(all, stop));
        _held.Clear().Append(all, all.Length - keep, keep);
        return all[..^keep];
    }

    /// <returns>What was held back and did not become a stop string.</returns>
    public string Flush()
    {
        string rest = Stopped ? "" : _held.ToString();
        _held.Clear();
        return rest;
    }

    /// <summary>Length of the longest end of <paramref name="text"/> that begins <paramref name="stop"/>.</summary>
    private static int PartialMatch(string text, string stop)
    {
        for (int length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        }

        return 0;
    }
}
