namespace JanusCluster.Client.Export;

/// <summary>Names of exported files, made from whatever a caller chose as custom_id.</summary>
internal static class PictureFileName
{
    private const int MaxStemLength = 100;

    /// <summary>A name without path: letters, digits, '.', '_' and '-', never beginning with '.'.</summary>
    /// <param name="copy">Above 1 tells apart names that would be the same.</param>
    public static string Of(string customId, int image, int copy = 1)
    {
        string stem = string.Concat(customId.Take(MaxStemLength).Select(c => IsPlain(c) ? c : '_')).TrimStart('.');
        if (stem.Length == 0)
            stem = "image";
        return copy == 1 ? $"{stem}-{image}.png" : $"{stem}-{image}.{copy}.png";
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
