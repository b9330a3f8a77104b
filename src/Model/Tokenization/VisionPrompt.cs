namespace JanusCluster.Model.Tokenization;

/// <summary>The ids of a prompt about images (or none).</summary>
/// <param name="Ids">BOS first; each image as begin, <paramref name="TokensPerImage"/> placeholders, end.</param>
/// <param name="ImageStarts">For each image, in order, the index of its first placeholder in <paramref name="Ids"/>.</param>
/// <param name="TokensPerImage">Positions whose embeddings are replaced by the features of one image.</param>
public sealed record VisionPrompt(ReadOnlyMemory<int> Ids, IReadOnlyList<int> ImageStarts, int TokensPerImage);
