using System.Text;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Remote;

/// <summary>
/// One turn as the stream of a response. When the stream breaks it is opened again under the same key, which is the same
/// turn: it goes on where a front has died, and has ended as cancelled where the front has outlived the connection.
/// </summary>
/// <param name="body">Of <c>POST /v1/responses</c>.</param>
/// <param name="key">Names the turn.</param>
internal sealed class RemoteTurn(ApiClient api, object body, string key) : IAsyncDisposable
{
    private readonly StringBuilder _text = new();
    private ServerEvents? _events;
    private JanusException? _failure;
    private TurnChunk? _end;

    public ResponseId Id { get; private set; } = null!;

    /// <summary>Begins the answer, and waits until that is durable.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _text.Clear();
        _events = await api.OpenAsync(HttpMethod.Post, "responses", body, key, cancellationToken);
        await TakeAsync(cancellationToken);
    }

    public async Task<TurnChunk> ReadAsync(int offset, CancellationToken cancellationToken)
    {
        while (_end is null && _text.Length <= offset)
        {
            if (_failure is not null)
                throw _failure;
            if (_events is null)
                await OpenAsync(cancellationToken);
            else
                await TakeAsync(cancellationToken);
        }

        string text = offset < _text.Length ? _text.ToString(offset, _text.Length - offset) : "";
        return _end is { } end ? end with { Text = text } : new TurnChunk(text, null, 0, 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_events is { } events)
            await events.DisposeAsync();
        _events = null;
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        ServerEvent next;
        try
        {
            next = await _events!.NextAsync(cancellationToken);
        }
        catch (EndpointException)
        {
            await DisposeAsync();
            throw;
        }

        ResponseEvent said = RemoteJson.Read<ResponseEvent>(next.Data);
        switch (next.Name)
        {
            case "response.created":
                Id = ResponseId.Parse(said.Response!.Id, "response");
                break;
            case "response.output_text.delta":
                _text.Append(said.Delta);
                break;
            case "response.completed" or "response.incomplete":
                _end = new TurnChunk("", ReasonOf(said.Response!.Status), said.Response.Usage?.InputTokens ?? 0, said.Response.Usage?.OutputTokens ?? 0);
                await DisposeAsync();
                break;
            case "error":
                _failure = ApiErrors.Of(new(said.Message ?? "The answer failed.", "", said.Param, said.Code));
                await DisposeAsync();
                break;
        }
    }

    private static string ReasonOf(string status) => status switch
    {
        "incomplete" => "length",
        "cancelled" => "cancelled",
        _ => "stop",
    };

    /// <summary>What is read of the events, whatever their type.</summary>
    private sealed record ResponseEvent(StreamedResponse? Response = null, string? Delta = null, string? Code = null, string? Message = null, string? Param = null);

    private sealed record StreamedResponse(string Id, string Status, StreamedUsage? Usage);

    private sealed record StreamedUsage(int InputTokens, int OutputTokens);
}
