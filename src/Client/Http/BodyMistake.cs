using System.Text.Json;
using System.Text.RegularExpressions;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Http;

/// <summary>What the JSON reader found wrong, in words for whoever wrote the JSON. The reader's own words name types of this program.</summary>
internal static partial class BodyMistake
{
    private const int MaxFieldLength = 64;

    public static JanusException Of(JsonException e)
    {
        string? field = FieldOf(e.Path + (e as NestedJsonException)?.Within);
        if (Unknown().Match(e.Message) is { Success: true } unknown)
        {
            string name = Shorten(unknown.Groups[1].Value);
            return JanusException.Invalid(Join(field, name), $"There is no field '{name}' here.");
        }

        if (Duplicate().Match(e.Message) is { Success: true } duplicate)
        {
            // The reader shortens long names itself: then there is no whole one to tell.
            string name = duplicate.Groups[1].Value;
            return new JanusException(
                ErrorCode.InvalidRequest, $"The field '{Shorten(name)}' is given twice.", name.EndsWith("...", StringComparison.Ordinal) ? field : Join(field, Shorten(name)));
        }

        if (field is not null && e.Message.StartsWith("Duplicate properties", StringComparison.Ordinal))
            return JanusException.Invalid(field, $"The field '{field}' is given twice.");
        // An escaped lone surrogate has no text, and is no name of a field.
        if (e.InnerException is InvalidOperationException { Message: var reason } && reason.Contains("UTF-", StringComparison.Ordinal))
            return new JanusException(ErrorCode.InvalidRequest, field is null ? "The body has a name that is not valid Unicode." : $"{field} is not valid Unicode.", field);
        if (e.Message.Contains("could not be converted", StringComparison.Ordinal))
            return JanusException.Invalid(field ?? "body", field is null ? "The body has the wrong type: it must be a JSON object." : $"{field} has the wrong type, or its value is out of range.");
        if (e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase))
            return new JanusException(ErrorCode.InvalidRequest, $"The JSON is nested deeper than {ApiJson.MaxDepth} levels.");
        string where = e.BytePositionInLine is { } at ? $" (line {e.LineNumber + 1}, near byte {at + 1})" : "";
        return new JanusException(ErrorCode.InvalidRequest, $"The text is not valid JSON{where}.");
    }

    /// <summary>"$.messages[0].content" is "messages[0].content" to the caller.</summary>
    private static string? FieldOf(string? path) =>
        path is null || path.Length <= 2 || !path.StartsWith('$') ? null : Shorten(path.TrimStart('$').TrimStart('.'));

    /// <summary>The reader may be at the object, or at the field itself.</summary>
    private static string Join(string? at, string name) => at is null || at == name || at.EndsWith($".{name}", StringComparison.Ordinal) ? at ?? name : $"{at}.{name}";

    private static string Shorten(string name) => ApiText.Cut(name, MaxFieldLength);

    [GeneratedRegex("property '(.*?)' could not be mapped", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("Duplicate property '(.*?)'", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Duplicate();
}
