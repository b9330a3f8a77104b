using System.Text.RegularExpressions;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>The labels that metrics have; there are no others, for each value of one is a series that is kept.</summary>
public static partial class MetricLabels
{
    /// <summary>Id of a model.</summary>
    public const string Model = "model";

    /// <summary>chat, interactive or bulk.</summary>
    public const string Class = "class";

    /// <summary>Code of an error.</summary>
    public const string Code = "code";

    /// <summary>The names of an enumeration whose values are 0, 1, 2 and so on, as label values: invalid_request.</summary>
    public static IReadOnlyList<string> ValuesOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => Capital().Replace(name, "_$0").ToLowerInvariant())];

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
