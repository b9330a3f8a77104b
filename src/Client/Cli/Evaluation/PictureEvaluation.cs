using JanusCluster.Client.Export;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Evaluation.Detection;
using JanusCluster.Evaluation.Tasks;
using JanusCluster.Imaging;

namespace JanusCluster.Client.Cli.Evaluation;

/// <summary>Has a picture made of each prompt, as one job, and looks at each.</summary>
internal sealed class PictureEvaluation(IClusterSession session, CommandScope scope)
{
    private const long SeedsApart = 100_000;

    /// <summary>One picture of each prompt.</summary>
    /// <param name="folder">Of the pictures; those it holds are not made again.</param>
    /// <exception cref="Contracts.JanusException">A setting is out of range.</exception>
    public static ImageRunRequest Run(IReadOnlyList<PicturePrompt> prompts, int seed, ImageSettings settings, string folder)
    {
        ImageRequest[] requests = [.. prompts.Select((prompt, i) => new ImageRequest(prompt.Id, prompt.Caption.Text, 1, (long)seed * SeedsApart + i, settings))];
        foreach (ImageRequest request in requests)
            RequestRules.Validate(request);
        return new ImageRunRequest("eval", "eval", requests, [], folder, WorkClass.Bulk, IsPart: true);
    }

    /// <param name="run">Of the prompts, in their order.</param>
    public async Task<IReadOnlyList<JudgedPicture>> RunAsync(
        IReadOnlyList<PicturePrompt> prompts, ImageRunRequest run, CancellationToken cancellationToken)
    {
        await new ImageRun(session, scope).RunAsync(run, cancellationToken);

        using ExportFolder made = ExportFolder.Open(run.Folder);
        var decoder = new ImageDecoder();
        var wanted = run.Requests.Zip(prompts).ToDictionary(pair => (pair.First.CustomId, pair.First.Prompt, pair.First.Settings), pair => pair.Second);
        var judged = new List<JudgedPicture>();
        foreach (ManifestEntry entry in made.Entries)
        {
            if (!wanted.TryGetValue((entry.CustomId, entry.Prompt, entry.Settings), out PicturePrompt? prompt))
                continue;
            RgbImage picture = decoder.Decode(await File.ReadAllBytesAsync(Path.Combine(made.Path, entry.File), cancellationToken));
            judged.Add(new JudgedPicture(prompt.Category, prompt.Caption, picture, CaptionCheck.Fault(prompt.Caption, SceneDetector.Detect(picture))));
        }

        return judged.Count == prompts.Count
            ? [.. judged.OrderBy(one => one.Category)]
            : throw new UserMistakeException($"Only {judged.Count} of {prompts.Count} pictures were made; see the errors above.");
    }
}
