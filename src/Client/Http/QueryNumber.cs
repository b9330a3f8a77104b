using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Http;

/// <summary>Whole numbers in the query of a request.</summary>
internal static class QueryNumber
{
    /// <exception cref="JanusException">It is no whole number within the range.</exception>
    public static int Read(HttpContext context, string name, int otherwise, int least, int most)
    {
        string? text = context.Request.Query[name];
        return text is null ? otherwise : int.TryParse(text, out int number) && number >= least && number <= most
            ? number
            : throw JanusException.Invalid(name, $"{name} must be {least} to {most}; it is {ApiText.Quote(text)}.");
    }
}
