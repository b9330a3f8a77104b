using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace JanusCluster.Model.Tokenization;

/// <summary>Turns a pattern of Oniguruma, whose unit is the code point, into one of .NET, whose unit is UTF-16.</summary>
/// <remarks>
/// A class with members beyond U+FFFF becomes an alternation of a class and surrogate pairs. <c>$</c> ends a line in both.
/// The result runs without backtracking, in time linear in the text; patterns that need backtracking (lookahead) get a time limit.
/// </remarks>
internal static class OnigurumaPattern
{
    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromSeconds(2);

    /// <exception cref="TokenizerFormatException">A pattern that cannot be expressed.</exception>
    public static Regex Compile(string pattern)
    {
        var translated = Translate(pattern);
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline;
        try
        {
            return new Regex(translated, Options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(translated, Options, BacktrackingLimit);
        }
        catch (ArgumentException error)
        {
            throw new TokenizerFormatException($"The tokenizer's pattern {pattern} is not supported: {error.Message}", error);
        }
    }

    internal static string Translate(string pattern)
    {
        var output = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
            {
                output.Append(pattern, at, 2);
                at += 2;
            }
            else if (pattern[at] == '[')
            {
                var end = ClassEnd(pattern, at);
                output.Append(TranslateClass(pattern[(at + 1)..end], pattern));
                at = end + 1;
            }
            else
            {
                var length = Rune.DecodeFromUtf16(pattern.AsSpan(at), out _, out var consumed) == System.Buffers.OperationStatus.Done ? consumed : 1;
                // A quantifier after a literal pair must bind to both of its halves.
                output.Append(length == 2 ? $"(?:{pattern.AsSpan(at, 2)})" : pattern[at]);
                at += length;
            }
        }
        return output.ToString();
    }

    private static int ClassEnd(string pattern, int open)
    {
        for (var at = open + 1; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
                at++;
            else if (pattern[at] == '[' || pattern.AsSpan(at).StartsWith("&&"))
                throw new TokenizerFormatException($"The tokenizer's pattern {pattern} has a class inside a class, which is not supported.");
            else if (pattern[at] == ']' && at > open + 1)
                return at;
        }
        throw new TokenizerFormatException($"The tokenizer's pattern {pattern} has a class without an end.");
    }

    private static string TranslateClass(string members, string pattern)
    {
        var basic = new StringBuilder();
        var pairs = new List<string>();
        for (var at = 0; at < members.Length;)
        {
            if (members[at] == '\\')
            {
                basic.Append(members, at, Math.Min(2, members.Length - at));
                at += 2;
                continue;
            }
            var first = NextRune(members, ref at, pattern);
            if (first <= 0xFFFF && !IsRange(members, at))
            {
                basic.Append((char)first);
                continue;
            }
            var last = first;
            if (IsRange(members, at))
            {
                at++;
                last = NextRune(members, ref at, pattern);
            }
            AddRange(first, last, basic, pairs);
        }
        if (pairs.Count == 0)
            return $"[{basic}]";
        if (members[0] == '^')
            throw new TokenizerFormatException($"The tokenizer's pattern {pattern} negates a class with members beyond U+FFFF, which is not supported.");
        return basic.Length == 0 ? $"(?:{string.Join('|', pairs)})" : $"(?:[{basic}]|{string.Join('|', pairs)})";
    }

    private static bool IsRange(string members, int at) => at + 1 < members.Length && members[at] == '-' && members[at + 1] != '\\';

    private static int NextRune(string members, ref int at, string pattern)
    {
        if (Rune.DecodeFromUtf16(members.AsSpan(at), out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            throw new TokenizerFormatException($"The tokenizer's pattern {pattern} has half a surrogate pair.");
        at += consumed;
        return rune.Value;
    }

    private static void AddRange(int first, int last, StringBuilder basic, List<string> pairs)
    {
        if (first <= 0xFFFF)
            basic.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}-\\u{Math.Min(last, 0xFFFF):X4}");
        for (var start = Math.Max(first, 0x10000); start <= last;)
        {
            // The pairs that share a high surrogate are one range of low ones.
            var end = Math.Min(last, start | 0x3FF);
            var (low, high) = (char.ConvertFromUtf32(start), char.ConvertFromUtf32(end));
            pairs.Add($"\\u{(int)low[0]:X4}[\\u{(int)low[1]:X4}-\\u{(int)high[1]:X4}]");
            start = end + 1;
        }
    }
}
