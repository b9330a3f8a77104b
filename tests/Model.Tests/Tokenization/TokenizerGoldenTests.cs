using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Against Hugging Face's own tokenizer core on the tiny vocabulary.</summary>
public sealed class TokenizerGoldenTests
{
    private static readonly BpeTokenizer Tokenizer = GoldenTokenizer.Instance;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GoldenTexts.Texts.GetProperty("tokenizer").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Encode_GoldenText_EqualsReference(int index)
    {
        var golden = GoldenTexts.Texts.GetProperty("tokenizer")[index];
        var ids = Tokenizer.Encode(golden.GetProperty("text").GetString()!);
        Assert.Equal(golden.GetProperty("ids_without_bos").ToIntegers(), ids);
        Assert.Equal(golden.GetProperty("ids").ToIntegers(), ids.Prepend(Tokenizer.Special.Bos));
        Assert.Equal(golden.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()), ids.Select(Tokenizer.TokenOf));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Decode_GoldenIds_EqualsReference(int index)
    {
        var golden = GoldenTexts.Texts.GetProperty("tokenizer")[index];
        var ids = golden.GetProperty("ids_without_bos").ToIntegers();
        Assert.Equal(golden.GetProperty("decoded_skip_special").GetString(), Tokenizer.Decode(ids));
        Assert.Equal(golden.GetProperty("decoded_skip_special").GetString(), Tokenizer.Stream(ids, skipSpecial: true));
        Assert.Equal(golden.GetProperty("text").GetString(), Tokenizer.Decode(ids, skipSpecial: false));
        Assert.Equal(golden.GetProperty("text").GetString(), Tokenizer.Stream(ids, skipSpecial: false));
    }

    [Fact]
    public void Decode_GeneratedIds_EqualsReference()
    {
        foreach (var golden in GoldenTexts.Texts.GetProperty("greedy").EnumerateArray())
            foreach (var (tokens, decoded) in golden.GetProperty("tokens").EnumerateArray().Zip(golden.GetProperty("decoded").EnumerateArray()))
            {
                Assert.Equal(decoded.GetString(), Tokenizer.Decode(tokens.ToIntegers()));
                Assert.Equal(decoded.GetString(), Tokenizer.Stream(tokens.ToIntegers(), skipSpecial: true));
            }
    }

    [Fact]
    public void IdOf_SpecialToken_EqualsReference()
    {
        var special = Tokenizer.Special;
        foreach (var golden in GoldenTexts.Texts.GetProperty("special_ids").EnumerateObject())
        {
            var id = golden.Name switch
            {
                "image_id" => special.ImagePlaceholder,
                "image_start_id" => special.BeginOfImage,
                "image_end_id" => special.EndOfImage,
                "pad_id" => special.Pad,
                "bos" => special.Bos,
                "eos" => special.Eos,
                var content => Tokenizer.IdOf(content),
            };
            Assert.True(golden.Value.GetInt32() == id, $"{golden.Name}: {id}");
        }
    }

    [Fact]
    public void Encode_OneCharacterAltered_DiffersFromReference()
    {
        var golden = GoldenTexts.Texts.GetProperty("tokenizer")[0];
        Assert.NotEqual(golden.GetProperty("ids_without_bos").ToIntegers(), Tokenizer.Encode(golden.GetProperty("text").GetString() + "."));
    }
}
