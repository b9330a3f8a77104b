using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Language;

/// <summary>The words of scenes, as captions and answers use them.</summary>
internal static class Words
{
    private static readonly string[] Numbers = ["no", "one", "two", "three", "four"];
    private static readonly string[] Corners = ["at the top left", "at the top right", "at the bottom left", "at the bottom right"];

    public static string Of(Enum value) => value.ToString().ToLowerInvariant();

    public static string Plural(Shape shape) => shape == Shape.Cross ? "crosses" : Of(shape) + "s";

    public static string Number(int count) => Numbers[count];

    /// <summary>0 to 4, or -1 for another word.</summary>
    public static int NumberOf(string word) => word == "zero" ? 0 : Array.IndexOf(Numbers, word);

    /// <summary>With "a" or "an".</summary>
    public static string WithArticle(string noun) => (noun[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an " : "a ") + noun;

    /// <summary>"large red star", with what the detail asks for.</summary>
    public static string Noun(SceneObject one, CaptionDetail detail) => string.Join(' ', Attributes(one, detail).Append(Of(one.Shape)));

    /// <summary>"large red stars".</summary>
    public static string Nouns(SceneObject one, CaptionDetail detail) => string.Join(' ', Attributes(one, detail).Append(Plural(one.Shape)));

    /// <summary>"a large red star".</summary>
    public static string Phrase(SceneObject one, CaptionDetail detail) => WithArticle(Noun(one, detail));

    public static string Corner(SceneObject one) =>
        Corners[(one.Y > SceneGeometry.Side / 2 ? 2 : 0) + (one.X > SceneGeometry.Side / 2 ? 1 : 0)];

    public static string Where(Relation relation) => relation switch
    {
        Relation.LeftOf => "to the left of",
        Relation.RightOf => "to the right of",
        Relation.Above => "above",
        _ => "below",
    };

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count == 1 ? items[0] : string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1];

    private static IEnumerable<string> Attributes(SceneObject one, CaptionDetail detail)
    {
        if (detail.HasFlag(CaptionDetail.Size))
            yield return Of(one.Size);
        if (detail.HasFlag(CaptionDetail.Color))
            yield return Of(one.Color);
    }
}
