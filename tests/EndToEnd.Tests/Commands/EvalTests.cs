using System.Text.Json;
using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Commands;

public sealed class EvalTests : IDisposable
{
    private static readonly string[] Categories = ["single_object", "two_objects", "counting", "colors", "position", "color_attribution", "dense"];
    private static readonly string[] Kinds = ["existence", "color", "relation", "counting", "description"];

    private readonly Janus _janus = new();

    [Fact]
    public async Task Eval_Model_IsScoredInEveryTask_WithPicturesAndSheet()
    {
        CommandRun run = await _janus.RunAsync(
            "eval", "--prompts", "2", "--questions", "3", "--json", _janus.PathOf("scores.json"), "--images", "pictures", "--sheet", _janus.PathOf("sheet.png"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("color attribution", run.Output, StringComparison.Ordinal);

        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText(_janus.PathOf("scores.json")));
        Check(scores.RootElement.GetProperty("text_to_image"), Categories, 2, 12);
        Check(scores.RootElement.GetProperty("understanding"), Kinds, 3, 15);
        Assert.Equal(14, _janus.JsonLines("pictures", "manifest.jsonl").Count(line => line.GetProperty("prompt").GetString()!.Length > 0));
        Assert.True(File.ReadAllBytes(_janus.PathOf("sheet.png")).AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]));

        // What is there is not made again.
        CommandRun again = await _janus.RunAsync("eval", "--prompts", "2", "--questions", "0", "--images", "pictures");
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Equal(14, _janus.JsonLines("pictures", "manifest.jsonl").Count);
    }

    [Theory]
    [InlineData("--prompts", "-1", "--prompts")]
    [InlineData("--prompts", "100000", "--prompts")]
    [InlineData("--prompts", "9000", "SingleObject")]
    [InlineData("--guidance", "0.5", "guidance")]
    public async Task Eval_WrongOption_IsToldByName(string option, string value, string named)
    {
        CommandRun run = await _janus.RunAsync("eval", "--questions", "0", option, value);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        // Told before a model is chosen, let alone loaded.
        Assert.DoesNotContain("--model", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _janus.Dispose();

    private static void Check(JsonElement scores, string[] keys, int each, int overall)
    {
        Assert.Equal([.. keys, "overall"], scores.EnumerateObject().Select(score => score.Name));
        Assert.All(keys, key => Assert.Equal(each, scores.GetProperty(key).GetProperty("n").GetInt32()));
        Assert.Equal(overall, scores.GetProperty("overall").GetProperty("n").GetInt32());
        Assert.All(scores.EnumerateObject(), score => Assert.InRange(score.Value.GetProperty("score").GetDouble(), 0, 1));
    }
}
