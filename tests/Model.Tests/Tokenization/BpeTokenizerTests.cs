using System.Text;
using CsCheck;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Any text in, the same text out; hostile text included.</summary>
public sealed class BpeTokenizerTests
{
    private static readonly BpeTokenizer Tokenizer = GoldenTokenizer.Instance;

    [Fact]
    public void Decode_OfEncode_AnyText_IsTheTextWithLoneSurrogatesReplaced() => Gen.String.Sample(text =>
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        foreach (var allow in (bool[])[true, false])
        {
            var ids = Tokenizer.Encode(text, allow);
            Assert.Equal(wellFormed, Tokenizer.Decode(ids, skipSpecial: false));
            Assert.Equal(wellFormed, Tokenizer.Stream(ids, skipSpecial: false));
        }
    }, iter: 2000);

    [Fact]
    public void Stream_AnyIds_EqualsDecode() => Gen.Int[-5, Tokenizer.VocabularySize + 5].Array.Sample(ids =>
        Assert.Equal(Tokenizer.Decode(ids), Tokenizer.Stream(ids, skipSpecial: true)), iter: 2000);

    [Theory, InlineData("\uD83D"), InlineData("\uDE00"), InlineData("a\uDE00\uD83Db"), InlineData("\uD83D\uD83D\uDE00")]
    public void Encode_LoneSurrogate_BecomesTheReplacementCharacter(string text) =>
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), Tokenizer.Decode(Tokenizer.Encode(text)));

    // Each of these makes some naive step quadratic: one piece, white space not at the end, starts of tokens.
    [Theory, InlineData("a"), InlineData(" "), InlineData("the "), InlineData("<"), InlineData("<|Us"), InlineData("7"), InlineData("中"), InlineData("😀"), InlineData("\n"), InlineData("!")]
    public void Encode_VeryLongText_RoundTrips(string unit)
    {
        var text = new StringBuilder().Insert(0, unit, 200_000 / unit.Length).Append('x').ToString();
        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));
    }

    [Fact]
    public void Append_CharacterOverSeveralIds_ComesWithTheLast()
    {
        var ids = Tokenizer.Encode("😀", allowControlTokens: false);
        Assert.True(ids.Length > 1);
        var detokenizer = Tokenizer.CreateDetokenizer();
        Assert.All(ids[..^1], id => Assert.Empty(detokenizer.Append(id)));
        Assert.Equal("😀", detokenizer.Append(ids[^1]));
        Assert.Empty(detokenizer.Flush());
    }

    [Fact]
    public void Flush_CharacterCutOff_GivesTheReplacementCharacter()
    {
        var detokenizer = Tokenizer.CreateDetokenizer();
        Assert.Empty(detokenizer.Append(Tokenizer.Encode("😀")[0]));
        Assert.Equal("\uFFFD", detokenizer.Flush());
    }

    [Fact]
    public void Decode_UnknownIds_AreNothing() => Assert.Equal("", Tokenizer.Decode([-1, int.MaxValue, Tokenizer.VocabularySize]));

    [Fact]
    public void IdOf_MissingToken_NamesIt() =>
        Assert.Contains("<nothing>", Assert.Throws<TokenizerFormatException>(() => Tokenizer.IdOf("<nothing>")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Encode_FromManyThreads_GivesTheSame()
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"the formula {i} into latex code, "));
        var expected = Tokenizer.Encode(text);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Tokenizer.Encode(text))));
        Assert.All(results, ids => Assert.Equal(expected, ids));
    }
}
