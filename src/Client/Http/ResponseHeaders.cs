using System.Diagnostics;
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
        // The page about the API is a page; everything else is data.
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(ApiDocument.PagePath)
            ? "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"
            : "default-src 'none'; frame-ancestors 'none'";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
