namespace JanusCluster.Model.Tokenization;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Printed as it stands; Janus-Pro was trained on <see cref="User"/> and <see cref="Assistant"/>.</param>
/// <param name="Content">Parts in order: what was typed as plain text, images as <see cref="Image"/>. Empty for the turn to be written.</param>
public sealed record ChatMessage(string Role, IReadOnlyList<PromptSegment> Content)
{
    public const string User = "<|User|>";
    public const string Assistant = "<|Assistant|>";

    /// <summary>The place of one image within a turn.</summary>
    public static PromptSegment Image { get; } = PromptSegment.Markup(SpecialTokenIds.ImagePlaceholderToken);

    /// <summary>A turn of plain text: control tokens spelled in it stay text.</summary>
    public static ChatMessage Plain(string role, string text) => new(role, [PromptSegment.Plain(text)]);

    /// <summary>A turn whose text may spell control tokens, as the reference takes every text.</summary>
    public static ChatMessage Markup(string role, string text) => new(role, [PromptSegment.Markup(text)]);
}
