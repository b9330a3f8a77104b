namespace JanusCluster.Client.Cli;

/// <summary>Text that others wrote (prompts, answers), fit for a terminal: no escape sequences.</summary>
internal static class TerminalText
{
    public static string Clean(string text) => text.Any(IsHostile)
        ? string.Create(text.Length, text, (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = IsHostile(source[i]) ? '\uFFFD' : source[i];
        })
        : text;

    private static bool IsHostile(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
