using System.CommandLine;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Cli;

/// <summary><c>chat [--image FILE]… ["QUESTION"]</c>: one answer, or a conversation.</summary>
internal static class ChatCommand
{
    private sealed record Input(string? Question, IReadOnlyList<byte[]> Images, string Conversation, ChatSettings Settings);

    public static Command Create(CommandScope scope)
    {
        var question = new Argument<string?>("QUESTION")
        {
            Description = "What to answer. Without it a conversation begins.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var image = new Option<string[]>("--image") { HelpName = "FILE", Description = "An image that the question is about; may be given several times." };
        var maxTokens = new Option<int>("--max-tokens") { Description = "Longest answer in tokens.", DefaultValueFactory = _ => 512 };
        var temperature = new Option<double>("--temperature") { Description = "0 gives the most likely answer." };
        var topP = new Option<double>("--top-p") { Description = "Draw among the tokens that hold this much probability.", DefaultValueFactory = _ => 1 };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same answer." };
        var conversation = new Option<string?>("--conversation") { HelpName = "ID", Description = "Go on with this conversation." };
        var command = new Command("chat", "Ask about images, or about anything.") { question, image, maxTokens, temperature, topP, seed, conversation };

        scope.SetClusterAction(
            command,
            needsModel: true,
            prepare: async (arguments, cancellationToken) =>
            {
                var settings = Validate(new ChatSettings(
                    arguments.GetValue(maxTokens), arguments.GetValue(temperature), arguments.GetValue(topP), Seed: arguments.GetValue(seed)));
                string id = Identifier.Validate("conversation", arguments.GetValue(conversation) ?? ResponseId.NewConversation());
                if (arguments.GetValue(question) is { } text && string.IsNullOrWhiteSpace(text))
                    throw new UserMistakeException("The question is empty.");
                var images = new List<byte[]>();
                foreach (string path in arguments.GetValue(image) ?? [])
                    images.Add(await ChatImages.ReadAsync(path, cancellationToken));
                return new Input(arguments.GetValue(question), images, id, settings);
            },
            (session, input, cancellationToken) => RunAsync(scope, session, input, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandScope scope, IClusterSession session, Input input, CancellationToken cancellationToken)
    {
        ModelDescription model = await session.Model.DescribeAsync(cancellationToken);
        var images = new List<string>();
        foreach (byte[] png in input.Images)
            images.Add(await ChatImages.StoreAsync(session.Blobs, png, cancellationToken));
        var turn = new ChatTurn(session.Conversation(input.Conversation), scope);

        string? reason = null;
        if (input.Question is { } question)
        {
            var message = new ChatMessage(ChatRole.User, question, images);
            reason = await turn.AskAsync(new TurnRequest(model.Id, message, input.Settings), cancellationToken);
            if (reason == "length")
                scope.Output.Note("(cut off: --max-tokens allows more)");
        }
        else
        {
            async Task<string> StoreAsync(string path, CancellationToken token) =>
                await ChatImages.StoreAsync(session.Blobs, await ChatImages.ReadAsync(path, token), token);
            await new ChatSession(turn, scope, StoreAsync).RunAsync(images, model.Id, input.Settings, cancellationToken);
        }

        scope.Output.Note($"Go on with --conversation {input.Conversation}.");
        return reason == "cancelled" ? ExitCode.Interrupted : ExitCode.Success;
    }

    private static ChatSettings Validate(ChatSettings settings)
    {
        if (settings.MaxTokens < 1)
            throw new UserMistakeException($"--max-tokens must be at least 1; it is {settings.MaxTokens}.");
        if (settings.Temperature is not (>= 0 and <= RequestRules.MaxTemperature))
            throw new UserMistakeException($"--temperature must be 0 to {RequestRules.MaxTemperature}; it is {settings.Temperature}.");
        if (settings.TopP is not (> 0 and <= 1))
            throw new UserMistakeException($"--top-p must be above 0 and at most 1; it is {settings.TopP}.");
        if (settings.Seed is < 0 or > JobLimits.MaxSeed)
            throw new UserMistakeException($"--seed must be 0 to {JobLimits.MaxSeed}; it is {settings.Seed}.");
        return settings;
    }
}
