namespace JanusCluster.Model.Tokenization;

/// <summary>Python's <c>str.strip()</c> on text that lies in segments.</summary>
internal static class SegmentTrim
{
    /// <returns>Segments without outer white space, none of them empty.</returns>
    public static List<PromptSegment> Trim(IEnumerable<PromptSegment> segments)
    {
        var trimmed = new List<PromptSegment>();
        foreach (var segment in segments)
        {
            var text = trimmed.Count == 0 ? TrimStart(segment.Text) : segment.Text;
            if (text.Length > 0)
                trimmed.Add(segment with { Text = text });
        }
        while (trimmed.Count > 0)
        {
            var text = TrimEnd(trimmed[^1].Text);
            if (text.Length > 0)
            {
                trimmed[^1] = trimmed[^1] with { Text = text };
                break;
            }
            trimmed.RemoveAt(trimmed.Count - 1);
        }
        return trimmed;
    }

    private static string TrimStart(string text)
    {
        var start = 0;
        while (start < text.Length && IsSpace(text[start]))
            start++;
        return text[start..];
    }

    private static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
            end--;
        return text[..end];
    }

    // Python counts the four separators U+001C to U+001F as white space, .NET does not.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
