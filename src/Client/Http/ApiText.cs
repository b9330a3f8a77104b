namespace JanusCluster.Client.Http;

/// <summary>A caller's own text within a message.</summary>
internal static class ApiText
{
    private const int MaxLength = 40;

    public static string Quote(string? value) =>
        value is null ? "null" : value.Length <= MaxLength ? $"'{value}'" : $"'{value[..MaxLength]}…'";
}
