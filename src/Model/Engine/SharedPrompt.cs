using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>
/// A prompt of images, prefilled once for all of them but for its last token, which every image feeds itself: so each
/// begins with a decode step of its own.
/// </summary>
internal sealed class SharedPrompt(PrefixKey key, InputToken[] tokens, bool unconditional)
{
    public PrefixKey Key => key;

    /// <summary>The tokens without the last one, in one row.</summary>
    public TokenRows Rows { get; } = new([tokens], tokens.Length);

    /// <summary>True for the branch without the prompt, which depends on the prompt's length alone and is worth more.</summary>
    public bool IsUnconditional => unconditional;

    /// <summary>Sequences that use it.</summary>
    public int Users { get; set; }

    public bool IsReady => Rows.Remaining == 0;
}
