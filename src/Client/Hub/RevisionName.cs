using System.Text.RegularExpressions;
using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Hub;

/// <summary>Branches, tags and commits of a repository.</summary>
internal static partial class RevisionName
{
    /// <exception cref="UserMistakeException">No branch, tag or commit has such a name.</exception>
    public static string Check(string text) => Allowed().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal)
        ? text
        : throw new UserMistakeException($"'{text}' is no revision: give a branch, a tag or a commit.");

    /// <summary>Whether it names one content for ever: a commit in full.</summary>
    public static bool IsCommit(string text) => Commit().IsMatch(text);

    // No segment begins with a dot, as in git: '.' and '..' would lead to another address.
    [GeneratedRegex(@"\A(?=.{1,255}\z)[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*(?:/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();
}
