using System.Globalization;
using System.Text.RegularExpressions;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tests.Engine;
using JanusCluster.Model.Tests.Reference;
using JanusCluster.Model.Tokenization;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>
/// The engine draws the recorded codes and tokens, with every recorded image and answer running at once: what the reference
/// made in batches of its own comes out of one mixed batch.
/// </summary>
public sealed partial class EngineGoldenTests
{
    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Step_AllRecordedRequestsAtOnce_DrawsWhatTheReferenceDrew(string layout)
    {
        JanusModel model = GoldenModel.Of(layout);
        var engine = new InferenceEngine(model, new EngineOptions { MaxRows = 64, KvBytes = 1L << 30 });
        var expected = new List<(string Name, int[] Ids, Collected Actual)>();
        foreach (string name in GoldenTensors.Names)
        {
            if (ImageCase().Match(name) is { Success: true } image)
                expected.AddRange(AddImages(engine, name, image));
            else if (TextCase().IsMatch(name))
                expected.AddRange(AddAnswers(engine, name));
        }

        Assert.NotEmpty(expected);
        Collected.RunToEnd(engine);
        Assert.All(expected, one => Assert.True(one.Ids.SequenceEqual(one.Actual.Ids), $"{one.Name}: [{string.Join(' ', one.Ids)}] but drew [{string.Join(' ', one.Actual.Ids)}] {one.Actual.Error}"));
    }

    private static IEnumerable<(string, int[], Collected)> AddImages(InferenceEngine engine, string name, Match match)
    {
        int[][] rows = Rows(name);
        bool greedy = match.Groups["picker"].Value == "argmax";
        double temperature = greedy ? 0 : Number(match.Groups["T"].Value), guidance = Number(match.Groups["cfg"].Value);
        float[] uniforms = greedy ? [] : GoldenTensors.Floats(name.Replace(".tokens", ".u", StringComparison.Ordinal));
        int[] prompt = [.. GoldenTexts.ImagePromptIds.Select(id => (int)id)];
        int[] unconditional = [prompt[0], .. Enumerable.Repeat((int)GoldenTexts.PadId, prompt.Length - 2), prompt[^1]];
        for (int row = 0; row < rows.Length; row++)
        {
            int first = row * rows[row].Length;
            var request = new ImageGeneration(new ImagePrompt(prompt, unconditional), guidance, new SamplingSettings(temperature, 0, 1, 0));
            yield return ($"{name}[{row}]", rows[row],
                Collected.Add(engine, request, step => greedy ? 0 : uniforms[first + step], rows[row].Length));
        }
    }

    private static IEnumerable<(string, int[], Collected)> AddAnswers(InferenceEngine engine, string name)
    {
        int[][] rows = Rows(name);
        ReferenceInputs batch = GoldenBatch.Read(GoldenTensors.Field(name, "input").Split('.')[1]);
        for (int row = 0; row < rows.Length; row++)
        {
            int end = Array.IndexOf(rows[row], (int)GoldenTexts.EndId);
            int[] answer = end < 0 ? rows[row] : rows[row][..(end + 1)]; // behind it is padding
            yield return ($"{name}[{row}]", answer, Collected.Add(engine, Request(batch, row, rows[row].Length)));
        }
    }

    /// <summary>One row of a recorded batch without its padding.</summary>
    private static TextGeneration Request(ReferenceInputs batch, int row, int tokens)
    {
        using var scope = torch.NewDisposeScope();
        int padding = (int)(batch.Attended.shape[1] - batch.Attended[row].sum().item<long>());
        int[] ids = [.. batch.Ids[row].data<long>().Skip(padding).Select(id => (int)id)];
        bool[] positions = [.. batch.ImagePositions[row].data<bool>().Skip(padding)];
        int patches = (int)batch.ImageTokens.shape[2];
        int[] starts = [.. Enumerable.Range(0, ids.Length).Where(at => positions[at] && (at == 0 || !positions[at - 1]))];
        float[][] pixels = [.. starts.Select((_, image) => batch.Pixels[row][image].contiguous().data<float>().ToArray())];
        return new TextGeneration(
            new VisionPrompt(ids, starts, patches), pixels, [], [(int)GoldenTexts.EndId], tokens, 1, new SamplingSettings(0, 0, 1, 0));
    }

    private static int[][] Rows(string name) => [.. GoldenTensors.Integers(name).Chunk((int)GoldenTensors.Shape(name)[1])];

    private static double Number(string text) => text.Length == 0 ? 1 : double.Parse(text.Replace('p', '.'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^t2i\.(?<picker>argmax|invcdf)\.cfg(?<cfg>[\dp]+)(\.T(?<T>[\dp]+))?\.tokens$")]
    private static partial Regex ImageCase();

    [GeneratedRegex(@"^greedy\.\w+\.tokens$")]
    private static partial Regex TextCase();
}
