using System.Text.RegularExpressions;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tasks;

/// <summary>Whether an answer is right, by its words: whole sentences and single words count alike.</summary>
public static partial class AnswerCheck
{
    private static readonly string[] Directions = ["left", "right", "above", "below"];

    public static bool IsRight(Question question, string answer)
    {
        string[] said = Split(answer), expected = Split(question.Answer);
        return question.Kind switch
        {
            QuestionKind.Existence => YesOrNo(said) == YesOrNo(expected),
            QuestionKind.Color => Same(said, expected, Names<ObjectColor>()),
            QuestionKind.Relation when YesOrNo(expected) is { } yes => YesOrNo(said) == yes,
            QuestionKind.Relation => AsksWhat(question)
                ? Said(expected, Names<ObjectColor>()).Take(1).SequenceEqual(Said(said, Names<ObjectColor>()).Take(1))
                    && Said(expected, Names<Shape>()).Take(1).SequenceEqual(Said(said, Names<Shape>()).Take(1))
                : Same(said, expected, Directions),
            QuestionKind.Counting => Numbers(said).SequenceEqual(Numbers(expected)),
            QuestionKind.Description => Described(said).SequenceEqual(Described(expected)),
            QuestionKind.Shape => Same(said, expected, Names<Shape>()),
            QuestionKind.Size => Same(said, expected, Names<ObjectSize>()),
            _ => Same(said, expected, Names<Background>()),
        };
    }

    private static bool AsksWhat(Question question) => question.Text.StartsWith("What", StringComparison.Ordinal);

    private static string? YesOrNo(string[] words) => words.Length > 0 && words[0] is "yes" or "no" ? words[0] : null;

    private static bool Same(string[] said, string[] expected, IReadOnlyCollection<string> among) =>
        Said(said, among).ToHashSet().SetEquals(Said(expected, among));

    private static IEnumerable<string> Said(string[] words, IReadOnlyCollection<string> among) => words.Where(among.Contains);

    private static IEnumerable<int> Numbers(string[] words) => words.Select(Words.NumberOf).Where(number => number >= 0).Take(1);

    /// <summary>Every object that was named, as color and shape, in a fixed order; and the background.</summary>
    private static List<string> Described(string[] words)
    {
        var found = new List<string>();
        int count = 1;
        string color = "";
        foreach (string word in words)
        {
            if (word is "a" or "an")
                count = 1;
            else if (Words.NumberOf(word) > 0)
                count = Words.NumberOf(word);
            else if (Names<ObjectColor>().Contains(word))
                color = word;
            else if (Enum.GetValues<Shape>().FirstOrDefault(shape => word == Words.Of(shape) || word == Words.Plural(shape), (Shape)(-1)) is >= 0 and { } shape)
                found.AddRange(Enumerable.Repeat($"{color} {Words.Of(shape)}", count));
        }

        found.Sort(StringComparer.Ordinal);
        found.AddRange(Said(words, Names<Background>()).TakeLast(1));
        return found;
    }

    private static HashSet<string> Names<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Words.Of(value))];

    private static string[] Split(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
