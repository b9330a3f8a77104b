using CsCheck;
using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Long pieces are merged by other code than short ones: both must agree.</summary>
public sealed class LongPieceMergerTests
{
    [Fact]
    public void Encode_RandomPiece_EqualsTheLibrary()
    {
        using var file = File.OpenRead(Path.Combine(GoldenFolder.Path, "tokenizer.json"));
        var merger = new LongPieceMerger(TokenizerDefinition.Read(file));
        // Letters only: one piece in either way, short enough for the library's path.
        Gen.Char["theanoirsgldmcu"].Array[1, 200].Sample(letters =>
        {
            var word = new string(letters);
            var ids = new List<int>();
            merger.Encode(word, ids);
            Assert.Equal(GoldenTokenizer.Instance.Encode(word), ids);
        }, iter: 3000);
    }

    [Fact]
    public void Encode_LongWord_DecodesToItself()
    {
        var word = string.Concat(Enumerable.Repeat("theformulaintolatexcode", 1000));
        Assert.Equal(word, GoldenTokenizer.Instance.Decode(GoldenTokenizer.Instance.Encode(word)));
    }
}
