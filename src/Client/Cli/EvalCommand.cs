using System.CommandLine;
using JanusCluster.Client.Cli.Evaluation;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Evaluation.Tasks;

namespace JanusCluster.Client.Cli;

/// <summary><c>eval</c>: judges a model by what it draws and what it answers, on held-out scenes of colored shapes.</summary>
internal static class EvalCommand
{
    private const int MostOfEach = 10_000;

    /// <param name="Settings">Of the pictures, where the model's own are known.</param>
    /// <param name="Folder">Of the pictures; they are kept when the user named it.</param>
    private sealed record Input(
        IReadOnlyList<PicturePrompt> Prompts, ImageRunMaker Pictures, Func<ImageSettings, ImageSettings> Settings, string Folder, bool IsKept,
        int Questions, int Seed, string? Json, string? Sheet);

    public static Command Create(CommandScope scope)
    {
        var prompts = new Option<int>("--prompts") { Description = "Prompts of each category; 0 leaves pictures out.", DefaultValueFactory = _ => 100 };
        var questions = new Option<int>("--questions") { Description = "Questions of each kind; 0 leaves answers out.", DefaultValueFactory = _ => 120 };
        var guidance = new Option<double?>("--guidance") { Description = "Weight of the prompt; 1 is none. Default: the model's own." };
        var temperature = new Option<double?>("--temperature") { Description = "Of the pictures; answers are the most likely ones. Default: the model's own." };
        var seed = new Option<int>("--seed") { Description = "Another seed asks other things." };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write the scores as JSON, too." };
        var images = new Option<string?>("--images") { HelpName = "DIR", Description = "Keep the pictures, with their prompts in manifest.jsonl; running it again goes on from what is there." };
        var sheet = new Option<string?>("--sheet") { HelpName = "FILE.png", Description = "Draw the first pictures of each category on one sheet; wrong ones are framed in red." };
        var command = new Command("eval", "Judge a model by pictures and answers about colored shapes, as GenEval, POPE and GQA do.")
        {
            prompts, questions, guidance, temperature, seed, json, images, sheet,
        };
        scope.SetClusterAction(
            command,
            needsModel: true,
            prepare: async (arguments, _) =>
            {
                int chosen = Within("--seed", arguments.GetValue(seed), int.MaxValue);
                IReadOnlyList<PicturePrompt> asked = PicturePrompt.Create(Within("--prompts", arguments.GetValue(prompts), MostOfEach), chosen);
                string folder = arguments.GetValue(images) ?? Path.Combine(Path.GetTempPath(), $"janus-eval-{Guid.NewGuid():N}");
                return new Input(
                    asked,
                    await ImageRunMaker.CheckAsync(defaults => Task.FromResult(PictureEvaluation.Run(asked, chosen, Settings(defaults), folder))),
                    Settings,
                    folder,
                    arguments.GetValue(images) is not null,
                    Within("--questions", arguments.GetValue(questions), MostOfEach),
                    chosen,
                    arguments.GetValue(json),
                    arguments.GetValue(sheet));

                ImageSettings Settings(ImageSettings defaults) =>
                    new(arguments.GetValue(guidance) ?? defaults.Guidance, arguments.GetValue(temperature) ?? defaults.Temperature);
            },
            (session, input, cancellationToken) => RunAsync(scope, session, input, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandScope scope, IClusterSession session, Input input, CancellationToken cancellationToken)
    {
        ModelDescription model = await session.Model.DescribeAsync(cancellationToken);
        ImageSettings settings = input.Settings(model.Settings);
        try
        {
            IReadOnlyList<JudgedPicture> pictures = input.Prompts.Count == 0
                ? []
                : await new PictureEvaluation(session, scope).RunAsync(input.Prompts, await input.Pictures.ForAsync(session, cancellationToken), cancellationToken);
            IReadOnlyList<JudgedAnswer> answers = input.Questions == 0
                ? []
                : await new AnswerEvaluation(session, scope).RunAsync(model.Id, input.Questions, input.Seed, cancellationToken);
            var report = new EvaluationReport(
                model.Id, settings.Guidance, settings.Temperature, input.Seed,
                pictures.GroupBy(one => one.Category).ToDictionary(group => group.Key, group => Score.Of([.. group.Select(one => one.Fault is null)])),
                answers.GroupBy(one => one.Question.Kind).ToDictionary(group => group.Key, group => Score.Of([.. group.Select(one => one.IsRight)])));
            scope.Output.Results.Write(EvaluationTable.Of(report));
            if (input.Json is not null)
                await File.WriteAllTextAsync(input.Json, report.ToJson(), cancellationToken);
            if (input.Sheet is not null)
                await File.WriteAllBytesAsync(input.Sheet, PictureSheet.Draw(pictures), cancellationToken);
            return pictures.Count + answers.Count > 0 ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            if (!input.IsKept && Directory.Exists(input.Folder))
                Directory.Delete(input.Folder, recursive: true);
        }
    }

    private static int Within(string option, int value, int most) =>
        value >= 0 && value <= most ? value : throw new UserMistakeException($"{option} must be 0 to {most}; it is {value}.");
}
