namespace JanusCluster.Imaging.Png;

/// <summary>A piece of text inside a PNG.</summary>
/// <param name="Keyword">1 to 79 printable Latin-1 characters, without leading, trailing or doubled spaces.</param>
/// <param name="Text">Any text. In the file NUL and lone surrogates become U+FFFD: the format has no place for them.</param>
public sealed record PngTextEntry(string Keyword, string Text);
