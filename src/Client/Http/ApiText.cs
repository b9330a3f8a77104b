namespace JanusCluster.Client.Http;

/// <summary>A caller's own text within a message.</summary>
internal static class ApiText
{
    private const int MaxLength = 40;

    public static string Quote(string? value) =>
        value is null ? "null" : value.Length <= MaxLength ? $"'{value}'" : $"'{Cut(value, MaxLength)}…'";

    /// <summary>At most so much of a text, and no half of a character.</summary>
    public static string Cut(string value, int maxLength) =>
        value.Length <= maxLength ? value : value[..(char.IsHighSurrogate(value[maxLength - 1]) ? maxLength - 1 : maxLength)];
}
