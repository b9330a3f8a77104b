using System.Text.RegularExpressions;
using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Hub;

/// <summary>A model's name on a hub, for example deepseek-ai/Janus-Pro-1B.</summary>
internal sealed partial record ModelRepository
{
    private ModelRepository(string owner, string name) => (Owner, Name) = (owner, name);

    public string Owner { get; }

    public string Name { get; }

    /// <exception cref="UserMistakeException">It is no OWNER/NAME.</exception>
    public static ModelRepository Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && parts.All(part => Part().IsMatch(part) && !part.Contains("..", StringComparison.Ordinal))
            ? new ModelRepository(parts[0], parts[1])
            : throw new UserMistakeException($"'{text}' is no repository: write OWNER/NAME, for example deepseek-ai/Janus-Pro-1B.");
    }

    public override string ToString() => $"{Owner}/{Name}";

    // A part begins with no dot: it may become a folder, and is a segment of addresses.
    [GeneratedRegex(@"\A[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
