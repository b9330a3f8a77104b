using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>What a token is, and so which table its embedding comes from.</summary>
internal enum TokenKind
{
    /// <summary><see cref="InputToken.Id"/> is an id of the vocabulary.</summary>
    Text,

    /// <summary><see cref="InputToken.Id"/> is an image code.</summary>
    Code,

    /// <summary><see cref="InputToken.Id"/> is a row of <see cref="RowSpan.Features"/>.</summary>
    Feature,
}

/// <summary>One position's input.</summary>
internal readonly record struct InputToken(TokenKind Kind, int Id);

/// <summary>Consecutive tokens of one row, to be fed in one forward.</summary>
/// <param name="Row">Its length is the first token's position.</param>
/// <param name="Tokens">At least one.</param>
/// <param name="Features">What <see cref="TokenKind.Feature"/> tokens index: [n, hidden], in the model's dtype on its device.</param>
internal readonly record struct RowSpan(KvRow Row, ReadOnlyMemory<InputToken> Tokens, torch.Tensor? Features = null);
