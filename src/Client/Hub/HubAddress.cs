using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Hub;

/// <summary>Where a hub is, and its addresses of repositories and files.</summary>
/// <remarks>The paths are those of Hugging Face's hub; mirrors have the same below a path of their own.</remarks>
internal sealed class HubAddress
{
    public const string Variable = "HF_ENDPOINT", Default = "https://huggingface.co";

    private readonly Uri _root;

    private HubAddress(Uri root) => _root = root;

    /// <summary>Whether what is said to it may be read on the way.</summary>
    public bool IsInTheClear => _root.Scheme == Uri.UriSchemeHttp && !_root.IsLoopback;

    /// <param name="source">What names it.</param>
    /// <exception cref="UserMistakeException">It is no address.</exception>
    public static HubAddress Parse(string text, string source)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")
            || address.Query.Length + address.Fragment.Length + address.UserInfo.Length > 0)
        {
            throw new UserMistakeException($"{source} is '{text}'; it must be an http or https address, for example {Default}.");
        }

        return new HubAddress(new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"));
    }

    /// <summary>Says which commit a revision is.</summary>
    public Uri Revision(ModelRepository repository, string revision) =>
        new(_root, $"api/models/{repository}/revision/{Uri.EscapeDataString(revision)}");

    /// <summary>The first page of all files.</summary>
    public Uri Tree(ModelRepository repository, string commit) => new(_root, $"api/models/{repository}/tree/{commit}?recursive=true");

    public Uri File(ModelRepository repository, string commit, string name) =>
        new(_root, $"{repository}/resolve/{commit}/{Uri.EscapeDataString(name)}");

    /// <summary>The page for people.</summary>
    public Uri Page(ModelRepository repository) => new(_root, $"{repository}");

    /// <summary>Whether an address is of the hub itself: same scheme, host and port.</summary>
    public bool Owns(Uri address) =>
        Uri.Compare(_root, address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    public override string ToString() => _root.AbsoluteUri.TrimEnd('/');
}
