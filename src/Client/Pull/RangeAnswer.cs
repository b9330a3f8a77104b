using System.Net;
using System.Net.Http.Headers;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Judges the answer to a request for a file, or for the rest of one.</summary>
internal static class RangeAnswer
{
    /// <param name="have">Bytes that are there; the rest was asked for unless 0.</param>
    /// <param name="tag">Of the answer that these came from, where it is known.</param>
    /// <returns>The byte of the file that the body begins at: <paramref name="have"/>, or 0 when it begins anew.</returns>
    /// <exception cref="SpoiledFileException">It is not of the file that was announced.</exception>
    public static long Check(HttpResponseMessage response, HubFile file, long have, EntityTagHeaderValue? tag)
    {
        HttpContentHeaders headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            throw new SpoiledFileException("it is sent packed, which was not asked for.");
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            throw new SpoiledFileException($"the host has no bytes behind {have}, and {file.Size} were announced.");
        if (response.StatusCode != HttpStatusCode.PartialContent)
            return CheckLength(headers, file.Size, 0);

        ContentRangeHeaderValue? range = headers.ContentRange;
        if (range?.Unit != "bytes" || range.From != have || have == 0 || (range.Length ?? file.Size) != file.Size)
            throw new SpoiledFileException($"the host sends the part '{range}', and {have} to {file.Size - 1} was asked for.");
        // Who does not heed If-Range goes on with other content.
        return tag is not null && response.Headers.ETag is { } now && !now.Equals(tag)
            ? throw new SpoiledFileException("its content changed on the way.")
            : CheckLength(headers, file.Size, have);
    }

    private static long CheckLength(HttpContentHeaders headers, long size, long from) => headers.ContentLength is { } length && length > size - from
        || (from == 0 && headers.ContentLength is { } whole && whole != size)
            ? throw new SpoiledFileException($"the host sends {headers.ContentLength} bytes, and {size - from} should come.")
            : from;
}
