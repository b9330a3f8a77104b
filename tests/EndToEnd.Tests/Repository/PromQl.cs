using System.Text.RegularExpressions;

namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>Takes a PromQL expression apart, as far as the project's own ones go.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Keywords = ["and", "or", "unless", "by", "on", "without", "ignoring", "offset", "bool"];

    /// <summary>Names of the series that an expression reads.</summary>
    public static IEnumerable<string> Metrics(string expression)
    {
        string plain = Grouping().Replace(Selector().Replace(expression, " "), " ");
        return Name().Matches(plain)
            .Where(name => !Keywords.Contains(name.Value) && !plain[(name.Index + name.Length)..].TrimStart().StartsWith('('))
            .Select(name => name.Value);
    }

    /// <summary>Labels that it selects or groups by.</summary>
    public static IEnumerable<string> Labels(string expression) =>
        Selector().Matches(expression).SelectMany(selector => Matcher().Matches(selector.Value)).Select(matcher => matcher.Groups[1].Value)
            .Concat(Grouping().Matches(expression).SelectMany(group => Name().Matches(group.Groups[1].Value)).Select(name => name.Value));

    /// <summary>Label matchers in braces, ranges in brackets, and texts.</summary>
    [GeneratedRegex("""\{(?:[^}"]|"[^"]*")*\}|\[[^]]*\]|"[^"]*"|offset \d+[smhd]""")]
    private static partial Regex Selector();

    [GeneratedRegex("""(\w+)\s*(?:=~|!~|!=|=)\s*"[^"]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w.])[A-Za-z_:][\w:]*")]
    private static partial Regex Name();
}
