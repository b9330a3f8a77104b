using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tasks;

/// <summary>The questions of a kind, about held-out scenes of every layout that allows them.</summary>
public static class QuestionSet
{
    /// <summary>The kinds that are scored.</summary>
    public static IReadOnlyList<QuestionKind> Kinds { get; } =
        [QuestionKind.Existence, QuestionKind.Color, QuestionKind.Relation, QuestionKind.Counting, QuestionKind.Description];

    /// <returns>The same for the same seed; a smaller set is the beginning of a larger one.</returns>
    public static IReadOnlyList<Question> Create(QuestionKind kind, int count, int seed = 0)
    {
        var random = new Random(unchecked(seed * 31 + 1000 + (int)kind));
        var scenes = new SceneGenerator(random, Split.HeldOut);
        var writer = new QuestionWriter(random);
        var layouts = Enum.GetValues<SceneLayout>();
        var questions = new List<Question>();
        while (questions.Count < count)
        {
            if (writer.Ask(kind, scenes.Next(layouts[random.Next(layouts.Length)])) is { } question)
                questions.Add(question);
        }

        return questions;
    }
}
