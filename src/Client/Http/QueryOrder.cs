using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Http;

/// <summary>The order of a list in the query of a request.</summary>
internal static class QueryOrder
{
    /// <exception cref="JanusException">It is neither asc nor desc.</exception>
    public static bool IsNewestFirst(HttpContext context) => context.Request.Query["order"].ToString() switch
    {
        "" or "desc" => true,
        "asc" => false,
        { } other => throw JanusException.Invalid("order", $"order must be asc or desc; it is {ApiText.Quote(other)}."),
    };
}
