using System.Text;
using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Hub;

/// <summary>The token that a hub knows somebody by: for models that are gated or private.</summary>
internal static class HubToken
{
    public const string Variable = "HF_TOKEN";
    private const int MaxLength = 4096;

    /// <param name="file">Holds the token; goes before the environment. Null for none.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="UserMistakeException">The file cannot be read, or what is there is no token.</exception>
    public static async Task<string?> FindAsync(string? file, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        string? token = (file is null ? environment(Variable) : await ReadAsync(file, cancellationToken))?.Trim();
        if (file is not null && token is "")
            throw new UserMistakeException($"{file} is empty: no token is in it.");
        // Anything else could become a header of its own.
        return token?.All(c => c is > ' ' and <= '~') == false || token?.Length > MaxLength
            ? throw new UserMistakeException($"{file ?? Variable} holds characters that no token has, or more than {MaxLength} of them.")
            : token is "" ? null : token;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream stream = File.OpenRead(file);
            byte[] bytes = new byte[MaxLength + 2];
            int count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"The token's file cannot be read: {e.Message}");
        }
    }
}
