namespace JanusCluster.Model.Tokenization;

/// <summary>A part of a prompt.</summary>
/// <param name="Trusted">
/// Whether control tokens spelled in the text are meant: so for templates and for placeholders that stand for real images,
/// not for what a user typed.
/// </param>
public readonly record struct PromptSegment(string Text, bool Trusted)
{
    /// <summary>Markup: control tokens are recognised.</summary>
    public static PromptSegment Markup(string text) => new(text, true);

    /// <summary>Plain text: a control token spelled in it stays text.</summary>
    public static PromptSegment Plain(string text) => new(text, false);
}
