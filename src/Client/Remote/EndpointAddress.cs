using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Remote;

/// <summary>Addresses of fronts as people write them.</summary>
internal static class EndpointAddress
{
    private const string Version = "/v1";

    /// <param name="source">What names it.</param>
    /// <returns>The address that <c>v1/…</c> comes behind; it ends in a slash.</returns>
    /// <exception cref="UserMistakeException">It is none.</exception>
    public static Uri Parse(string text, string source)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")
            || address.Query.Length + address.Fragment.Length + address.UserInfo.Length > 0)
        {
            throw new UserMistakeException($"{source} is '{text}'; it must be an http or https address, for example http://127.0.0.1:5080.");
        }

        string path = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        // The base address of OpenAI's clients is meant too.
        return new Uri((path.EndsWith(Version, StringComparison.Ordinal) ? path[..^Version.Length] : path) + "/");
    }
}
