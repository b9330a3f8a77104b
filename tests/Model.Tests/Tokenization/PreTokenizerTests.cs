using System.Text.Json;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>The steps of the pre-tokenizer; expected pieces follow the documentation of Hugging Face's <c>Split</c> and <c>Digits</c>.</summary>
public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("Removed", false, "the|final|countdown")]
    [InlineData("Isolated", false, "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", false, "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", false, "the|-final|-|-countdown")]
    [InlineData("Contiguous", false, "the|-|final|--|countdown")]
    [InlineData("Removed", true, "-|-|-")]
    public void Split_Behavior_CutsAsDocumented(string behavior, bool invert, string expected) =>
        Assert.Equal(expected, Pieces($$"""{"type":"Split","pattern":{"String":"-"},"behavior":"{{behavior}}","invert":{{(invert ? "true" : "false")}}}""", "the-final--countdown"));

    [Theory]
    [InlineData(true, "Call |1|2|3| please |½| |Ⅷ|𝟘")]
    [InlineData(false, "Call |123| please |½| |Ⅷ𝟘")]
    public void Digits_NumbersOfAllKinds_AreCutOff(bool individual, string expected) =>
        Assert.Equal(expected, Pieces($$"""{"type":"Digits","individual_digits":{{(individual ? "true" : "false")}}}""", "Call 123 please ½ Ⅷ𝟘"));

    [Fact]
    public void ByteLevel_WithItsRegex_CutsAsGpt2() =>
        Assert.Equal("I|'m| here|  | now| 42|!!", Pieces(null, "I'm here   now 42!!", useRegex: true));

    [Theory]
    [InlineData("[a-z]+", "[a-z]+")]
    [InlineData(@"\s?[\r\n]", @"\s?[\r\n]")]
    [InlineData("[a😀]", @"(?:[a]|\uD83D[\uDE00-\uDE00])")]
    [InlineData("[\U00010400-\U0001044F]+", @"(?:\uD801[\uDC00-\uDC4F])+")]
    [InlineData("[\uFFF0-\U00010801]", @"(?:[\uFFF0-\uFFFF]|\uD800[\uDC00-\uDFFF]|\uD801[\uDC00-\uDFFF]|\uD802[\uDC00-\uDC01])")]
    [InlineData("😀+", "(?:😀)+")]
    public void Translate_AstralMembers_BecomePairs(string pattern, string expected)
    {
        var translated = OnigurumaPattern.Translate(pattern);
        Assert.Equal(expected.Replace("[a-z]", @"[\u0061-\u007A]", StringComparison.Ordinal), translated);
    }

    [Theory, InlineData("[^😀]"), InlineData("[a[b]]"), InlineData("[a"), InlineData("[a&&b]"), InlineData("a++")]
    public void Compile_WhatCannotBeExpressed_IsRefused(string pattern) =>
        Assert.Throws<TokenizerFormatException>(() => OnigurumaPattern.Compile(pattern));

    private static string Pieces(string? step, string text, bool useRegex = false)
    {
        using var json = JsonDocument.Parse($$"""
            {"type":"Sequence","pretokenizers":[{{(step is null ? "" : step + ",")}}
            {"type":"ByteLevel","add_prefix_space":false,"use_regex":{{(useRegex ? "true" : "false")}}}]}
            """);
        var cascade = new SplitCascade(PreTokenizerReader.Read(json.RootElement));
        return string.Join('|', cascade.Split(text).Select(piece => text.Substring(piece.Start, piece.Length)));
    }
}
