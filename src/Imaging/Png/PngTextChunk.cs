using System.Text;

namespace JanusCluster.Imaging.Png;

/// <summary>Writes one text chunk: <c>tEXt</c> for printable Latin-1, <c>iTXt</c> (UTF-8, not compressed) for the rest.</summary>
internal static class PngTextChunk
{
    private const int MaxKeyword = 79;

    public static void Write(Stream output, PngTextEntry entry)
    {
        CheckKeyword(entry.Keyword);
        var keyword = Encoding.Latin1.GetBytes(entry.Keyword);
        var text = entry.Text.Replace('\0', '\uFFFD');
        if (text.All(c => c == '\n' || IsPrintable(c)))
            PngChunkWriter.Write(output, "tEXt"u8, [.. keyword, 0, .. Encoding.Latin1.GetBytes(text)]);
        else
            // After the keyword: not compressed, method 0, no language, no translated keyword.
            PngChunkWriter.Write(output, "iTXt"u8, [.. keyword, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]);
    }

    private static void CheckKeyword(string keyword)
    {
        var allowed = keyword.Length is > 0 and <= MaxKeyword && keyword.All(IsPrintable)
            && keyword[0] != ' ' && keyword[^1] != ' ' && !keyword.Contains("  ", StringComparison.Ordinal);
        if (!allowed)
            throw new ArgumentException($"'{keyword}' is no PNG keyword: 1 to {MaxKeyword} printable Latin-1 characters, single spaces inside only.", nameof(keyword));
    }

    private static bool IsPrintable(char c) => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u00FF');
}
