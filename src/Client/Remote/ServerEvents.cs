using System.Net.ServerSentEvents;

namespace JanusCluster.Client.Remote;

/// <summary>One server-sent event.</summary>
internal sealed record ServerEvent(string Name, string Data);

/// <summary>The events of one answer, until it ends. Disposing it before that leaves the front, which stops what it does for it.</summary>
internal sealed class ServerEvents : IAsyncDisposable
{
    /// <summary>Fronts send a comment every ten seconds when there is nothing else to say.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    private readonly Uri _endpoint;
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _leaving;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private Task<bool>? _moving;

    public ServerEvents(Uri endpoint, HttpResponseMessage response, Stream stream, CancellationToken stopping)
    {
        _endpoint = endpoint;
        _response = response;
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _items = SseParser.Create(new BoundedSilence(stream, LongestSilence)).EnumerateAsync(_leaving.Token).GetAsyncEnumerator(_leaving.Token);
    }

    /// <param name="cancellationToken">Ends the wait; a later call goes on with it.</param>
    /// <exception cref="EndpointException">The connection broke, or the answer ended where there should be more.</exception>
    public async Task<ServerEvent> NextAsync(CancellationToken cancellationToken)
    {
        _moving ??= _items.MoveNextAsync().AsTask();
        bool found;
        try
        {
            found = await _moving.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            throw new EndpointException($"The connection to {_endpoint} broke: {e.GetBaseException().Message.TrimEnd('.')}.", inner: e);
        }

        _moving = null;
        return found
            ? new ServerEvent(_items.Current.EventType, _items.Current.Data)
            : throw new EndpointException($"The answer of {_endpoint} broke off.");
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_moving is not null)
            await ((Task)_moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _items.DisposeAsync();
        _response.Dispose();
        _leaving.Dispose();
    }
}
