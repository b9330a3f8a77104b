using System.Text.Json;
using JanusCluster.Client.Export;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Evaluation.Detection;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Tasks;
using JanusCluster.Imaging;

namespace JanusCluster.Client.Cli.Evaluation;

/// <summary>Has a picture made of each prompt, as one job, and looks at each.</summary>
internal sealed class PictureEvaluation(IClusterSession session, CommandScope scope)
{
    /// <param name="folder">Of the pictures; those it holds are not made again.</param>
    public async Task<IReadOnlyList<JudgedPicture>> RunAsync(
        int prompts, int seed, ImageSettings settings, string folder, CancellationToken cancellationToken)
    {
        Dictionary<string, (TextToImageCategory Category, Caption Caption)> captions = [];
        foreach (TextToImageCategory category in Enum.GetValues<TextToImageCategory>())
        {
            foreach ((int index, Caption caption) in Create(category, prompts, seed).Index())
                captions[$"{JsonNamingPolicy.KebabCaseLower.ConvertName(category.ToString())}-{index:D3}"] = (category, caption);
        }

        ImageRequest[] requests = [.. captions.Select((one, i) => new ImageRequest(one.Key, one.Value.Caption.Text, 1, unchecked((long)seed * 100_000) + i, settings))];
        foreach (ImageRequest request in requests)
            RequestRules.Validate(request);
        var run = new ImageRunRequest("eval", "eval", requests, [], folder, WorkClass.Bulk, IsPart: true);
        await new ImageRun(session, scope).RunAsync(run, cancellationToken);

        using ExportFolder made = ExportFolder.Open(folder);
        var decoder = new ImageDecoder();
        var wanted = requests.ToDictionary(request => (request.CustomId, request.Prompt, request.Settings));
        var judged = new List<JudgedPicture>();
        foreach (ManifestEntry entry in made.Entries.Where(entry => wanted.ContainsKey((entry.CustomId, entry.Prompt, entry.Settings))))
        {
            (TextToImageCategory category, Caption caption) = captions[entry.CustomId];
            RgbImage picture = decoder.Decode(await File.ReadAllBytesAsync(Path.Combine(made.Path, entry.File), cancellationToken));
            judged.Add(new JudgedPicture(category, caption, picture, CaptionCheck.Fault(caption, SceneDetector.Detect(picture))));
        }

        return judged.Count == requests.Length
            ? [.. judged.OrderBy(one => one.Category)]
            : throw new UserMistakeException($"Only {judged.Count} of {requests.Length} pictures were made; see the errors above.");
    }

    private static IReadOnlyList<Caption> Create(TextToImageCategory category, int prompts, int seed)
    {
        try
        {
            return PromptSet.Create(category, prompts, seed);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UserMistakeException($"--prompts {prompts} are too many. {e.Message}");
        }
    }
}
