using System.Text.Json;
using System.Text.RegularExpressions;

namespace JanusCluster.Model.Tokenization;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>GPT-2's pattern, which <c>ByteLevel</c> applies when its <c>use_regex</c> is set.</summary>
    private const string ByteLevelPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <exception cref="TokenizerFormatException">A step that is not supported, or no <c>ByteLevel</c> at the end.</exception>
    public static IReadOnlyList<IPieceSplit> Read(JsonElement preTokenizer)
    {
        if (preTokenizer.ValueKind == JsonValueKind.Null)
            throw new TokenizerFormatException("The tokenizer has no pre_tokenizer; a byte-level one is needed.");
        var isSequence = Type(preTokenizer) == "Sequence";
        JsonElement[] steps = isSequence ? [.. preTokenizer.GetProperty("pretokenizers").EnumerateArray()] : [preTokenizer];
        if (steps.Length == 0 || Type(steps[^1]) != "ByteLevel")
            throw new TokenizerFormatException("The tokenizer's pre_tokenizer does not end in ByteLevel; only byte-level vocabularies are supported.");
        return [.. steps.Select(Step).OfType<IPieceSplit>()];
    }

    /// <returns>Null for a step that cuts nothing.</returns>
    private static IPieceSplit? Step(JsonElement step) => Type(step) switch
    {
        "Split" => Split(step),
        "Digits" => new DigitSplit(Flag(step, "individual_digits", false)),
        "ByteLevel" => ByteLevel(step),
        var type => throw new TokenizerFormatException($"The pre-tokenizer {type} is not supported."),
    };

    private static RegexSplit Split(JsonElement step)
    {
        var pattern = step.GetProperty("pattern");
        var regex = pattern.TryGetProperty("String", out var literal)
            ? Regex.Escape(literal.GetString()!)
            : pattern.GetProperty("Regex").GetString()!;
        var behavior = step.GetProperty("behavior").GetString();
        if (!Enum.TryParse<MatchBehavior>(behavior, out var parsed))
            throw new TokenizerFormatException($"The behavior {behavior} of a Split is not supported.");
        return new RegexSplit(OnigurumaPattern.Compile(regex), parsed, Flag(step, "invert", false));
    }

    private static RegexSplit? ByteLevel(JsonElement step)
    {
        if (Flag(step, "add_prefix_space", true))
            throw new TokenizerFormatException("ByteLevel with add_prefix_space is not supported.");
        return Flag(step, "use_regex", true)
            ? new RegexSplit(OnigurumaPattern.Compile(ByteLevelPattern), MatchBehavior.Isolated, invert: false)
            : null;
    }

    private static string? Type(JsonElement step) => step.GetProperty("type").GetString();

    private static bool Flag(JsonElement step, string name, bool missing) => step.TryGetProperty(name, out var value) ? value.GetBoolean() : missing;
}
