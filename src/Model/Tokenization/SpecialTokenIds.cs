namespace JanusCluster.Model.Tokenization;

/// <summary>The ids of the tokens that the product itself puts into prompts or waits for. They differ between 1B and 7B.</summary>
public sealed class SpecialTokenIds
{
    public const string BosToken = "<｜begin▁of▁sentence｜>";
    public const string EosToken = "<｜end▁of▁sentence｜>";
    public const string PadToken = "<｜▁pad▁｜>";
    public const string BeginOfImageToken = "<begin_of_image>";
    public const string EndOfImageToken = "<end_of_image>";
    public const string ImagePlaceholderToken = "<image_placeholder>";

    /// <exception cref="TokenizerFormatException">The tokenizer lacks one of them.</exception>
    internal SpecialTokenIds(BpeTokenizer tokenizer)
    {
        Bos = tokenizer.IdOf(BosToken);
        Eos = tokenizer.IdOf(EosToken);
        Pad = tokenizer.IdOf(PadToken);
        BeginOfImage = tokenizer.IdOf(BeginOfImageToken);
        EndOfImage = tokenizer.IdOf(EndOfImageToken);
        ImagePlaceholder = tokenizer.IdOf(ImagePlaceholderToken);
    }

    /// <summary>First of every prompt.</summary>
    public int Bos { get; }

    /// <summary>Ends an answer.</summary>
    public int Eos { get; }

    /// <summary>Fills the unconditional prompt of guidance.</summary>
    public int Pad { get; }

    /// <summary>Before an image, read or made.</summary>
    public int BeginOfImage { get; }

    public int EndOfImage { get; }

    /// <summary>Stands for one position of an image that is read; its embedding is replaced by a feature of the image.</summary>
    public int ImagePlaceholder { get; }
}
