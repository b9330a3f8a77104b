using JanusCluster.Model.Tokenization;

namespace JanusCluster.Training.Data;

/// <summary>A conversation whose answers are to be predicted, as the model will see it when it is served.</summary>
/// <param name="withImage">The first question is about an image.</param>
internal sealed class TrainingConversation(PromptBuilder prompts, bool withImage)
{
    private readonly List<ChatMessage> _messages = [];
    private readonly List<Range> _answers = [];
    private VisionPrompt? _prompt;

    public int Turns => _answers.Count;

    /// <param name="longest">In tokens, of the whole conversation.</param>
    /// <returns>False, and nothing is added, where it would be longer.</returns>
    public bool TryAdd(string question, string answer, int longest)
    {
        PromptSegment asked = PromptSegment.Plain(question);
        var user = new ChatMessage(ChatMessage.User, Turns == 0 && withImage ? [ChatMessage.Image, PromptSegment.Markup("\n"), asked] : [asked]);
        VisionPrompt longer = prompts.Chat([.. _messages, user, ChatMessage.Plain(ChatMessage.Assistant, answer)]);
        if (longer.Ids.Length > longest)
            return false;
        int start = prompts.Chat([.. _messages, user, new(ChatMessage.Assistant, [])]).Ids.Length;
        // From the colon before the answer to its last token, after which the end of text is to be predicted.
        _answers.Add((start - 1)..(longer.Ids.Length - 1));
        _messages.AddRange([user, ChatMessage.Plain(ChatMessage.Assistant, answer)]);
        _prompt = longer;
        return true;
    }

    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public TrainingSequence ToSequence()
    {
        VisionPrompt prompt = _prompt ?? throw new InvalidOperationException("The conversation is empty.");
        return new TrainingSequence(prompt.Ids.ToArray()) { Answers = _answers, ImageStart = withImage ? prompt.ImageStarts[0] : 0 };
    }
}
