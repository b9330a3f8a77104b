using JanusCluster.Client.Hosting;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>Where a response is made, and what was said before it.</summary>
/// <param name="Id">The response's id, where it is known before the turn begins.</param>
/// <param name="Conversation">Name of the conversation.</param>
/// <param name="History">What a new conversation begins with; null goes on in one that exists.</param>
/// <param name="Question">What is answered.</param>
internal sealed record ResponseContext(ResponseId? Id, string Conversation, IReadOnlyList<ChatMessage>? History, ChatMessage Question);

/// <summary>Finds what a response goes on behind.</summary>
internal sealed class ResponseContexts(IGrainFactory grains, InputReader inputs, TimeProvider time)
{
    /// <exception cref="JanusException">Names what is wrong or not there.</exception>
    public async Task<ResponseContext> FindAsync(string tenant, ResponseBody body, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> input = await inputs.ReadAsync(tenant, body.Input, "input", cancellationToken);
        BodyRules.Refuse(input.Count == 0 || input[^1].Role != ChatRole.User, "input", "input must end with a message of the user: it is what is answered.");
        if (body.Conversation is { } reference)
        {
            string conversation = ResponseId.ParseConversation(reference.Id, "conversation");
            BodyRules.Refuse(input.Count > 1, "input", "Give a conversation one message at a time; earlier ones are given when it is made.");
            BodyRules.Refuse(body.Instructions is not null, "instructions", "A conversation's system message is the first of its items: give it when the conversation is made.");
            await RequireAsync(tenant, conversation, cancellationToken);
            return new ResponseContext(null, conversation, null, input[0]);
        }

        List<ChatMessage> history = body.PreviousResponseId is { } previous ? await BehindAsync(tenant, previous, cancellationToken) : [];
        // Instructions are of one response, and do not go on to the next.
        BodyRules.Refuse(body.Instructions?.Length > ChatLimits.MaxTextLength, "instructions", $"instructions have at most {ChatLimits.MaxTextLength} characters.");
        if (body.Instructions is { } instructions)
            history.Insert(0, new ChatMessage(ChatRole.System, instructions, []));
        foreach (ChatMessage message in input.SkipLast(1))
        {
            BodyRules.Refuse(message.Role == ChatRole.System && history.Count > 0, "input[0].role", "There is a system message already, or something was said before it.");
            history.Add(message);
        }

        ChatRules.Validate([.. history, input[^1]], "input");
        var id = ResponseId.New();
        return new ResponseContext(id, id.Conversation, history, input[^1]);
    }

    private async Task RequireAsync(string tenant, string conversation, CancellationToken cancellationToken)
    {
        Transcript transcript = await ReadAsync(tenant, conversation, cancellationToken);
        if (transcript.CreatedAt is null)
            throw new JanusException(ErrorCode.NotFound, $"There is no conversation '{conversation}'.", "conversation");
    }

    private async Task<List<ChatMessage>> BehindAsync(string tenant, string previous, CancellationToken cancellationToken)
    {
        const string Field = "previous_response_id";
        var id = ResponseId.Parse(previous, Field);
        Transcript transcript = await ReadAsync(tenant, id.Conversation, cancellationToken);
        TurnReport turn = transcript.Turns.FirstOrDefault(turn => turn.Number == id.Turn)
            ?? throw new JanusException(ErrorCode.NotFound, $"There is no response '{previous}'.", Field);
        BodyRules.Refuse(turn.AnswerIndex is null, Field, $"The response '{previous}' has no answer to go on behind.");
        return [.. transcript.Messages.Take(turn.AnswerIndex!.Value + 1).Where(message => message.Role != ChatRole.System)];
    }

    private Task<Transcript> ReadAsync(string tenant, string conversation, CancellationToken cancellationToken) => ClusterCall.RepeatAsync(
        () => grains.GetGrain<IConversationGrain>($"{tenant}/{conversation}").GetTranscriptAsync(), time, cancellationToken);
}
