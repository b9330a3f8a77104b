using System.Net;

namespace JanusCluster.Client.Hub;

/// <summary>What a hub's answers other than success mean for somebody who wants a repository.</summary>
internal sealed class HubErrors(HubAddress hub, ModelRepository repository, string revision, bool hasToken, TimeProvider time)
{
    // Tells apart what has one status.
    private const string CodeHeader = "X-Error-Code";

    private string HowToGive => $"Give a token with {HubToken.Variable} in the environment or with --token-file.";

    private string Terms => $"If the model is gated, accept its terms at {hub.Page(repository)} first.";

    /// <param name="file">That was asked for; null for the repository itself.</param>
    /// <returns>A <see cref="HubAwayException"/> for what may pass, a <see cref="PullException"/> for the rest.</returns>
    public Exception Of(HubAnswer answer, string? file = null)
    {
        HttpStatusCode status = answer.Response.StatusCode;
        if (status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            return new HubAwayException($"{answer.Host} answered {(int)status}.", RetryAfter(answer.Response));
        // A link to elsewhere is valid for a while only: the hub gives another one.
        if (!answer.IsOfHub)
            return new HubAwayException($"{answer.Host}, where {hub} led to, answered {(int)status}.");
        return new PullException(status switch
        {
            HttpStatusCode.Unauthorized when !hasToken => $"{hub} does not show {repository}: it is private or gated, or not there. {HowToGive} {Terms}",
            HttpStatusCode.Unauthorized => $"{hub} does not know the token that was given. Look at {HubToken.Variable} and --token-file.",
            HttpStatusCode.Forbidden when !hasToken => $"{repository} is private or gated at {hub}. {HowToGive} {Terms}",
            HttpStatusCode.Forbidden => $"The token that was given may not read {repository} at {hub}. {Terms}",
            HttpStatusCode.NotFound when file is not null => $"{hub} lists {file} of {repository}, but does not have it.",
            HttpStatusCode.NotFound => NotFound(answer),
            _ => $"{answer.Host} answered {(int)status} for {file ?? repository.ToString()}.",
        });
    }

    /// <returns>Null when it says nothing; never negative.</returns>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? asked = response.Headers.RetryAfter is not { } header ? null : header.Delta ?? header.Date - time.GetUtcNow();
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    private string NotFound(HubAnswer answer)
    {
        string code = answer.Response.Headers.TryGetValues(CodeHeader, out IEnumerable<string>? values) ? values.First() : "";
        string what = code switch
        {
            "RevisionNotFound" => $"{repository} has no revision {revision} at {hub}.",
            "RepoNotFound" => $"There is no model {repository} at {hub}.",
            _ => $"There is no model {repository} with a revision {revision} at {hub}.",
        };
        return hasToken ? what : $"{what} If it is private: {HowToGive}";
    }
}
