using System.Text;
using System.Text.Json.Serialization;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Chat;

internal sealed record ChatLogprobs(
    IReadOnlyList<ChatLogprob> Content, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Refusal = null)
{
    /// <returns>Null where none were asked for.</returns>
    public static ChatLogprobs? Of(IReadOnlyList<TokenLogprob>? tokens) =>
        tokens is null ? null : new ChatLogprobs([.. tokens.Select(ChatLogprob.Of)]);
}

/// <summary>A token with its log probability. Of a token that is a part of a character the text is a replacement, and the bytes tell.</summary>
internal sealed record ChatLogprob(string Token, double Logprob, IReadOnlyList<int> Bytes, IReadOnlyList<LikelyToken> TopLogprobs)
{
    public static ChatLogprob Of(TokenLogprob token) => new(
        Encoding.UTF8.GetString(token.Bytes), token.Logprob, [.. token.Bytes],
        [.. token.Top.Select(top => new LikelyToken(Encoding.UTF8.GetString(top.Bytes), top.Logprob, [.. top.Bytes]))]);
}

internal sealed record LikelyToken(string Token, double Logprob, IReadOnlyList<int> Bytes);
