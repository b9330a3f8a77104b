using JanusCluster.Client.Remote;

namespace JanusCluster.Client.Hub;

/// <summary>An answer of which the headers have come.</summary>
/// <param name="Response">Disposed of with this.</param>
/// <param name="Host">Who gave it, for messages; not the whole address, which may hold a signature.</param>
/// <param name="IsOfHub">False when the hub led elsewhere.</param>
/// <param name="Silence">The longest between two bytes.</param>
internal sealed record HubAnswer(HttpResponseMessage Response, string Host, bool IsOfHub, TimeSpan Silence) : IDisposable
{
    /// <summary>The body, which ends in an exception when the host keeps quiet.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        new BoundedSilence(await Response.Content.ReadAsStreamAsync(cancellationToken), Silence);

    /// <summary>Reads a piece of the body.</summary>
    /// <exception cref="HubAwayException">The connection broke.</exception>
    public async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // What ended the silence says less than that it was one.
            string why = (e is TimeoutException ? e : e.GetBaseException()).Message.TrimEnd('.');
            throw new HubAwayException($"The connection to {Host} broke: {why}.", inner: e);
        }
    }

    public void Dispose() => Response.Dispose();
}
