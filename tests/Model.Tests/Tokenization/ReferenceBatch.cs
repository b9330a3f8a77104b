using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>The reference's <c>batchify</c> in plain arrays: rows padded on the left. The engine needs no such batch; the goldens are recorded from one.</summary>
internal sealed class ReferenceBatch
{
    private readonly VisionPrompt[] _prompts;
    private readonly SpecialTokenIds _special;
    private readonly int _length;
    private readonly int _imagesPerRow;

    public ReferenceBatch(IEnumerable<VisionPrompt> prompts, SpecialTokenIds special)
    {
        _prompts = [.. prompts];
        _special = special;
        _length = _prompts.Max(prompt => prompt.Ids.Length);
        _imagesPerRow = Math.Max(1, _prompts.Max(prompt => prompt.ImageStarts.Count));
    }

    /// <summary><c>[rows, length]</c>.</summary>
    public IEnumerable<int> InputIds => Rows((id, isPadding) => isPadding ? _special.Pad : id);

    /// <summary><c>[rows, length]</c>, 1 for what is no padding.</summary>
    public IEnumerable<int> AttentionMask => Rows((_, isPadding) => isPadding ? 0 : 1);

    /// <summary><c>[rows, length]</c>, 1 where an image's feature replaces the embedding.</summary>
    public IEnumerable<int> ImagesSequenceMask => Rows((id, isPadding) => !isPadding && id == _special.ImagePlaceholder ? 1 : 0);

    /// <summary><c>[rows, images per row, tokens per image]</c>, 1 where there is an image.</summary>
    public IEnumerable<int> ImagesEmbeddingMask =>
        from prompt in _prompts
        from image in Enumerable.Range(0, _imagesPerRow)
        from _ in Enumerable.Range(0, prompt.TokensPerImage)
        select image < prompt.ImageStarts.Count ? 1 : 0;

    /// <summary><c>[rows, images per row, 3, side, side]</c>, zero where there is no image.</summary>
    /// <param name="images">For each row its images, <c>[3, side, side]</c> each.</param>
    /// <param name="imageSize">Values of one image.</param>
    public IEnumerable<float> PixelValues(IReadOnlyList<IReadOnlyList<float[]>> images, int imageSize) =>
        from row in Enumerable.Range(0, _prompts.Length)
        from image in Enumerable.Range(0, _imagesPerRow)
        from value in image < images[row].Count ? images[row][image] : new float[imageSize]
        select value;

    private IEnumerable<int> Rows(Func<int, bool, int> value)
    {
        foreach (var prompt in _prompts)
            for (var at = prompt.Ids.Length - _length; at < prompt.Ids.Length; at++)
                yield return at < 0 ? value(0, true) : value(prompt.Ids.Span[at], false);
    }
}
