using System.Text.Json;
using System.Text.Json.Nodes;
using JanusCluster.Evaluation.Language;

namespace JanusCluster.Evaluation.Tasks;

/// <summary>What an evaluation found.</summary>
/// <param name="Model">Id of the model.</param>
/// <param name="Guidance">Of the pictures.</param>
public sealed record EvaluationReport(
    string Model,
    double Guidance,
    double Temperature,
    long Seed,
    IReadOnlyDictionary<TextToImageCategory, Score> TextToImage,
    IReadOnlyDictionary<QuestionKind, Score> Understanding)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The mean of the six categories of GenEval; how many prompts they had.</summary>
    public Score? TextToImageOverall => Mean([.. TextToImage.Where(one => one.Key != TextToImageCategory.Dense).Select(one => one.Value)]);

    /// <summary>The mean of the kinds of questions.</summary>
    public Score? UnderstandingOverall => Mean([.. Understanding.Values]);

    /// <summary><c>text_to_image</c> and <c>understanding</c>, each a score and a number a key, and <c>overall</c>.</summary>
    public string ToJson()
    {
        var json = new JsonObject { ["model"] = Model, ["guidance"] = Guidance, ["temperature"] = Temperature, ["seed"] = Seed };
        if (TextToImageOverall is { } pictures)
            json["text_to_image"] = Scores(TextToImage, pictures);
        if (UnderstandingOverall is { } answers)
            json["understanding"] = Scores(Understanding, answers);
        return json.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Scores<T>(IReadOnlyDictionary<T, Score> scores, Score overall)
        where T : struct, Enum
    {
        var json = new JsonObject();
        foreach ((T key, Score score) in scores)
            json[JsonNamingPolicy.SnakeCaseLower.ConvertName(key.ToString())] = JsonSerializer.SerializeToNode(score);
        json["overall"] = JsonSerializer.SerializeToNode(overall);
        return json;
    }

    private static Score? Mean(Score[] scores) =>
        scores.Length == 0 ? null : new Score(scores.Average(score => score.Value), scores.Sum(score => score.N));
}
