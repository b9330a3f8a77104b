using System.CommandLine;
using System.Security.Cryptography;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Cli;

/// <summary><c>generate "PROMPT"</c>: some images of one prompt.</summary>
internal static class GenerateCommand
{
    private const int MaxSlugLength = 40;

    public static Command Create(CommandScope scope)
    {
        var prompt = new Argument<string>("PROMPT") { Description = "What the images show." };
        var count = new Option<int>("--count", "-n") { Description = "Images to make.", DefaultValueFactory = _ => 4 };
        var seed = new Option<long?>("--seed") { Description = "The same seed makes the same images. Drawn when not given." };
        var guidance = new Option<double?>("--guidance") { Description = "Weight of the prompt; 1 is none, and twice as fast. Default: the model's own." };
        var temperature = new Option<double?>("--temperature") { Description = "0 takes the most likely code each time. Default: the model's own." };
        var topK = new Option<int>("--top-k") { Description = "Draw among this many most likely codes; 0 is all." };
        var topP = new Option<double>("--top-p") { Description = "Draw among the codes that hold this much probability.", DefaultValueFactory = _ => 1 };
        var outFolder = new Option<string>("--out") { HelpName = "DIR", Description = "Folder for the images.", DefaultValueFactory = _ => "janus-images" };
        prompt.Validators.Add(result =>
        {
            // An option that does not exist would otherwise become the prompt.
            if (result.Tokens is [{ Value: ['-', '-', _, ..] text }] && !text.Contains(' ', StringComparison.Ordinal))
                result.AddError($"There is no option {text}.");
        });
        var command = new Command("generate", "Make images of a prompt.") { prompt, count, seed, guidance, temperature, topK, topP, outFolder };

        scope.SetClusterAction(
            command,
            needsModel: true,
            prepare: async (arguments, _) =>
            {
                string text = arguments.GetValue(prompt)!;
                long chosen = arguments.GetValue(seed) ?? DrawSeed();
                ImageRunMaker maker = await ImageRunMaker.CheckAsync(defaults =>
                {
                    var settings = new ImageSettings(
                        arguments.GetValue(guidance) ?? defaults.Guidance, arguments.GetValue(temperature) ?? defaults.Temperature, arguments.GetValue(topK), arguments.GetValue(topP));
                    var request = new ImageRequest($"{Slug(text)}-s{chosen}", text, arguments.GetValue(count), chosen, settings);
                    RequestRules.Validate(request);
                    return Task.FromResult(new ImageRunRequest("generate", text, [request], [], arguments.GetValue(outFolder)!, WorkClass.Interactive));
                });
                if (arguments.GetValue(seed) is null)
                    scope.Output.Note($"Seed {chosen} (--seed {chosen} makes these images again).");
                return maker;
            },
            async (session, maker, cancellationToken) =>
                await new ImageRun(session, scope).RunAsync(await maker.ForAsync(session, cancellationToken), cancellationToken));
        return command;
    }

    /// <summary>A short name made of the prompt: it becomes part of file names.</summary>
    internal static string Slug(string prompt)
    {
        string plain = string.Concat(prompt.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '));
        string slug = string.Join('-', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (slug.Length > MaxSlugLength)
            slug = slug[..MaxSlugLength].TrimEnd('-');
        return slug.Length == 0 ? "image" : slug;
    }

    /// <summary>Short enough to be typed again.</summary>
    private static long DrawSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
