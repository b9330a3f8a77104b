using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Links;

/// <summary><c>GET /v1/blobs/NAME?expires=…&amp;signature=…</c>: what a signed link leads to. No key is asked for.</summary>
internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(BlobLinks.Path + "{**name}", GetAsync).AllowAnonymous()
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .WithTags("Images").WithSummary("The picture of a signed link.");

    private static async Task<IResult> GetAsync(string? name, HttpContext context, BlobLinks links, IBlobStore blobs)
    {
        _ = long.TryParse(context.Request.Query["expires"], out long expires);
        if (name is null || !BlobName.IsValid(name) || !await links.IsGoodAsync(name, expires, context.Request.Query["signature"], context.RequestAborted))
            throw new ApiException(StatusCodes.Status403Forbidden, "The link is not valid, or not any more.", "invalid_link");
        BlobDescription blob = await blobs.DescribeAsync(name, context.RequestAborted)
            ?? throw new JanusException(ErrorCode.NotFound, "What the link leads to is deleted.");
        byte[] content = await blobs.ReadAsync(name, context.RequestAborted)
            ?? throw new JanusException(ErrorCode.NotFound, "What the link leads to is deleted.");
        context.Response.Headers.CacheControl = "private, max-age=3600, immutable";
        return Results.Bytes(content, blob.ContentType);
    }
}
