namespace JanusCluster.Contracts.Chat;

/// <summary>How likely the model held a token of its answer.</summary>
/// <remarks>
/// Natural logarithms, by the softmax of the model's own logits at temperature 1, before penalties, top-k and top-p: what
/// the model thinks, not how the token was drawn.
/// </remarks>
/// <param name="Bytes">The token's bytes: it may hold a part of a character. Of a control token, which shows nothing in the answer, its name.</param>
/// <param name="Top">The likeliest tokens in this place, likeliest first, as many as were asked for; the token itself is there only if it is one of them.</param>
/// <param name="Offset">Where the token's text begins within the answer (UTF-16 units): a character in several tokens begins with the first.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TokenLogprob)]
public sealed record TokenLogprob(
    [property: Id(0)] int Token,
    [property: Id(1)] byte[] Bytes,
    [property: Id(2)] float Logprob,
    [property: Id(3)] IReadOnlyList<TokenAlternative> Top,
    [property: Id(4)] int Offset = 0);

/// <summary>A token that the model might have said.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.TokenAlternative)]
public readonly record struct TokenAlternative(
    [property: Id(0)] int Token, [property: Id(1)] byte[] Bytes, [property: Id(2)] float Logprob);
