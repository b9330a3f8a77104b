using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JanusCluster.Client.Http;

/// <summary>What holds for every body that is read, whatever is in it.</summary>
internal static class IncomingBody
{
    /// <exception cref="ApiException">It is packed: what it unpacks to would have no bound.</exception>
    public static void RequirePlain(HttpRequest request)
    {
        if (request.Headers[HeaderNames.ContentEncoding].ToString() is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"The body must be sent as it is, without Content-Encoding; it is {ApiText.Quote(coding)}.");
    }

    /// <summary>For what the server itself can only call a failed read.</summary>
    public static JanusException Damaged() => JanusException.Invalid("body", "The body is damaged or cut short.");
}
