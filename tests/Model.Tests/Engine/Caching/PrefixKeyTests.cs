using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Tests.Engine.Caching;

public sealed class PrefixKeyTests
{
    private static readonly InputToken[] Tokens = [new(TokenKind.Text, 1), new(TokenKind.Text, 2)];
    private static readonly PrefixKey Picture = PrefixKey.OfImage(new float[12], 2);
    private static readonly PrefixKey OtherPicture = PrefixKey.OfImage([.. Enumerable.Repeat(1f, 12)], 2);

    [Fact]
    public void Extend_SameSaltAndTokens_SameKey() =>
        Assert.Equal(PrefixKey.OfTenant("a").Extend(Tokens, [], 1), PrefixKey.OfTenant("a").Extend([.. Tokens], [], 4));

    [Fact]
    public void OfTenant_OtherSalt_OtherKey()
    {
        Assert.NotEqual(PrefixKey.OfTenant("a"), PrefixKey.OfTenant("b"));
        Assert.NotEqual(PrefixKey.OfTenant(""), PrefixKey.OfAll);
        Assert.NotEqual(PrefixKey.OfTenant("a").Extend(Tokens, [], 1), PrefixKey.OfTenant("b").Extend(Tokens, [], 1));
    }

    [Fact]
    public void Extend_OtherIdKindOrOrder_OtherKey()
    {
        PrefixKey start = PrefixKey.OfTenant("");
        InputToken[][] all =
        [
            Tokens, [.. Tokens.Reverse()], [Tokens[0]], [Tokens[0], new(TokenKind.Code, 2)], [Tokens[0], new(TokenKind.Text, 3)], [.. Tokens, .. Tokens],
        ];
        Assert.Equal(all.Length, all.Select(tokens => start.Extend(tokens, [], 1)).Distinct().Count());
    }

    [Fact]
    public void Extend_SameTokensBehindOthers_OtherKey() => Assert.NotEqual(
        PrefixKey.OfTenant("").Extend([Tokens[0]], [], 1).Extend(Tokens, [], 1),
        PrefixKey.OfTenant("").Extend([Tokens[1]], [], 1).Extend(Tokens, [], 1));

    [Fact]
    public void Extend_Feature_StandsForItsImageAndPlace()
    {
        PrefixKey Of(int id, params PrefixKey[] images) => PrefixKey.OfTenant("").Extend([new InputToken(TokenKind.Feature, id)], images, 4);
        Assert.Equal(Of(1, Picture), Of(5, OtherPicture, Picture)); // the second place of the picture, wherever it stands
        Assert.NotEqual(Of(1, Picture), Of(1, OtherPicture));
        Assert.NotEqual(Of(1, Picture), Of(2, Picture));
    }

    [Fact]
    public void OfImage_OnePixelOrTheSide_Matters()
    {
        float[] pixels = new float[12];
        Assert.Equal(Picture, PrefixKey.OfImage(pixels, 2));
        Assert.NotEqual(Picture, PrefixKey.OfImage(pixels, 4));
        pixels[11] = float.Epsilon;
        Assert.NotEqual(Picture, PrefixKey.OfImage(pixels, 2));
    }
}
