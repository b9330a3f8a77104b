namespace JanusCluster.Model.Tokenization;

/// <summary>A <c>tokenizer.json</c> is malformed, asks for something that is not supported, or lacks a token that is needed.</summary>
public sealed class TokenizerFormatException : Exception
{
    public TokenizerFormatException()
    {
    }

    public TokenizerFormatException(string message)
        : base(message)
    {
    }

    public TokenizerFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
