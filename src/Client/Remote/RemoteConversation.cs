using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Client.Input;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Remote;

/// <summary><c>/v1/conversations/{id}</c>, and the responses that are made in it.</summary>
internal sealed class RemoteConversation(ApiClient api, RemoteBlobs blobs, string id) : IConversationGrain, IAsyncDisposable
{
    private RemoteTurn? _turn;
    private bool _exists;

    public async Task<int> StartTurnAsync(TurnRequest request)
    {
        if (request.History is { Count: > 0 } || request.IsTransient)
            throw new NotSupportedException("Only lasting conversations are held from here.");
        await CreateAsync();
        await DisposeAsync();
        var turn = new RemoteTurn(api, await BodyOfAsync(request), request.Id ?? $"{Guid.NewGuid():N}");
        _turn = turn;
        await turn.OpenAsync(CancellationToken.None);
        return turn.Id.Turn;
    }

    public Task<TurnChunk> ReadAsync(int turn, int offset, CancellationToken cancellationToken = default) =>
        Find(turn).ReadAsync(offset, cancellationToken);

    public Task CancelTurnAsync(int turn) => api.SendAsync<JsonElement>(HttpMethod.Post, $"responses/{Find(turn).Id}/cancel");

    public Task<Transcript> GetTranscriptAsync() => throw new NotSupportedException();

    public Task<TurnWithMessages> GetTurnAsync(int turn) => throw new NotSupportedException();

    public Task<Transcript> CreateAsync(IReadOnlyList<ChatMessage> history, IReadOnlyDictionary<string, string>? metadata) =>
        throw new NotSupportedException();

    public Task DeleteAsync() => api.SendAsync<JsonElement>(HttpMethod.Delete, $"conversations/{id}");

    public Task<bool> DeleteIfIdleAsync(DateTimeOffset cutoff) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        if (_turn is { } turn)
            await turn.DisposeAsync();
        _turn = null;
    }

    private RemoteTurn Find(int turn) => _turn is { } current && current.Id.Turn == turn
        ? current
        : throw new JanusException(ErrorCode.NotFound, $"The conversation has no turn {turn} that can still be read.");

    /// <summary>As at a grain, the first question makes the conversation.</summary>
    private async Task CreateAsync()
    {
        if (_exists)
            return;
        try
        {
            await api.SendAsync<JsonElement>(HttpMethod.Post, "conversations", new ConversationBody(Id: id));
        }
        catch (JanusException e) when (e.Code == ErrorCode.Conflict)
        {
            // It was made otherwise, and goes on.
        }

        _exists = true;
    }

    private async Task<ResponseBody> BodyOfAsync(TurnRequest request)
    {
        var parts = new List<InputPart>();
        foreach (string image in request.Message.Images)
        {
            byte[] png = await blobs.ReadAsync(image) ?? throw new JanusException(ErrorCode.NotFound, $"There is no image {image}.", "image");
            parts.Add(new InputPart("input_image", ImageUrl: $"{DataUri.Scheme}image/png;base64,{Convert.ToBase64String(png)}"));
        }

        parts.Add(new InputPart("input_text", request.Message.Text));
        ChatSettings settings = request.Settings;
        return new ResponseBody(
            request.Model, new TextOr<InputItem>(null, [new InputItem(Role: "user", Content: new TextOr<InputPart>(null, parts))]),
            Conversation: new ConversationReference(id), MaxOutputTokens: settings.MaxTokens, Temperature: settings.Temperature, TopP: settings.TopP,
            TopK: settings.TopK, RepetitionPenalty: settings.RepetitionPenalty, Seed: settings.Seed,
            Stop: settings.Stop is { } stop ? new TextOr<string>(null, stop) : null, Stream: true);
    }
}
