using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Training.Stages;

/// <summary>One stage of training: which data, mixed how.</summary>
/// <param name="Name">For messages and the curve.</param>
/// <param name="Share">Of all steps.</param>
internal sealed record TrainingStage(string Name, double Share)
{
    /// <summary>Weight of questions about pictures among the examples.</summary>
    public double Understanding { get; init; }

    /// <summary>Weight of conversations without pictures.</summary>
    public double Text { get; init; }

    /// <summary>Weight of pictures to be made.</summary>
    public double Generation { get; init; }

    /// <summary>Share of dense captions among the pictures to be made.</summary>
    public double Dense { get; init; }

    /// <summary>Share of rough renderings.</summary>
    public double Rough { get; init; }

    /// <summary>Drawn from with equal chance; one may occur more than once. Default: all.</summary>
    public IReadOnlyList<SceneLayout> Layouts { get; init; } = Enum.GetValues<SceneLayout>();

    public IReadOnlyList<QuestionKind> Questions { get; init; } = [];

    /// <summary>Questions about one picture, at most.</summary>
    public int Turns { get; init; } = 3;

    /// <summary>Questions about pictures, and nothing else: what the vision encoder begins with.</summary>
    public static TrainingStage Reading { get; } = new("vision", 1)
    {
        Understanding = 1,
        Rough = 0.25,
        Questions = [QuestionKind.Description, QuestionKind.Description, .. Enum.GetValues<QuestionKind>()],
        Turns = 5,
    };

    /// <summary>The three stages of the Janus-Pro report, for a model that starts from nothing: docs/janus-nano.md.</summary>
    public static IReadOnlyList<TrainingStage> Report { get; } =
    [
        new("stage 1", 0.26)
        {
            Understanding = 1.5,
            Text = 0.3,
            Generation = 8.2,
            Layouts = [SceneLayout.Single, SceneLayout.Single, SceneLayout.Group, SceneLayout.Row, SceneLayout.Column],
            Questions = [QuestionKind.Description, QuestionKind.Description, QuestionKind.Color, QuestionKind.Shape, QuestionKind.Existence, QuestionKind.Counting, QuestionKind.Background],
        },
        new("stage 2", 0.26)
        {
            Understanding = 2,
            Text = 0.3,
            Generation = 7.7,
            Dense = 0.4,
            Rough = 0.5,
            Layouts = [SceneLayout.Single, .. Enum.GetValues<SceneLayout>()],
            Questions = [QuestionKind.Description, QuestionKind.Description, .. Enum.GetValues<QuestionKind>()],
        },
        new("stage 3", 0.48)
        {
            Understanding = 5,
            Text = 1,
            Generation = 4,
            Dense = 0.3,
            Layouts = [SceneLayout.Single, .. Enum.GetValues<SceneLayout>()],
            Questions = [.. Enum.GetValues<QuestionKind>(), QuestionKind.Relation, QuestionKind.Counting],
        },
    ];
}
