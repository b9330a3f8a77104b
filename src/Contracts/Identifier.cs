using System.Text.RegularExpressions;

namespace JanusCluster.Contracts;

/// <summary>Names of tenants, jobs and conversations: they become parts of grain keys, Redis keys and blob names.</summary>
public static partial class Identifier
{
    public const int MaxLength = 64;

    public static bool IsValid(string? value) => value is not null && Allowed().IsMatch(value);

    /// <exception cref="JanusException">The name is empty, too long, or has a character other than letters, digits, '.', '_' and '-'.</exception>
    public static string Validate(string field, string? value) =>
        IsValid(value)
            ? value!
            : throw JanusException.Invalid(
                field, $"{field} must be 1 to {MaxLength} letters, digits, '_', '-' or '.', and not begin with '.'.");

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
