using System.Diagnostics;
using JanusCluster.Client.Studio;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Http;

/// <summary>Headers of every answer: the request's id, and what keeps browsers from making more of an answer than it is.</summary>
internal static class ResponseHeaders
{
    public const string RequestId = "x-request-id";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        // The id of the trace, where there is one: then logs, traces and the client's report name the same thing.
        string id = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : $"{Guid.NewGuid():N}";
        context.TraceIdentifier = id;
        IHeaderDictionary headers = context.Response.Headers;
        headers[RequestId] = id;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = PolicyOf(context.Request.Path);
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }

    // The page about the API and the studio are pages; everything else is data. MudBlazor places what it draws by inline styles.
    private static string PolicyOf(PathString path) =>
        path.StartsWithSegments(ApiDocument.PagePath)
            ? "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"
        : path.StartsWithSegments($"/{StudioPaths.Root}")
            ? "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
        : "default-src 'none'; frame-ancestors 'none'";
}
