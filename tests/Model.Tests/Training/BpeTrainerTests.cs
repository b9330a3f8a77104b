using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Training.Tokenization;

namespace JanusCluster.Model.Tests.Training;

public class BpeTrainerTests
{
    /// <summary>The example of Sennrich et al. 2016, without its end-of-word mark.</summary>
    [Fact]
    public void Train_ThePapersWords_FindsItsMerges()
    {
        IEnumerable<string> texts = [.. Enumerable.Repeat("low", 5), .. Enumerable.Repeat("lower", 2), .. Enumerable.Repeat("newest", 6), .. Enumerable.Repeat("widest", 3)];
        Vocabulary vocabulary = BpeTrainer.Train(texts, 256 + 4, text => [text]);
        Assert.Equal(["e s", "es t", "l o", "lo w"], vocabulary.Merges);
        Assert.Equal(["es", "est", "lo", "low"], vocabulary.Tokens.Skip(256));
    }

    [Fact]
    public void Train_FewWords_EndsWhenEachIsAToken() =>
        Assert.Equal(256 + 2, BpeTrainer.Train(["abc"], 1000, text => [text]).Tokens.Count);

    [Fact]
    public void Train_OrderOfTexts_ChangesNothing()
    {
        string[] texts = ["a red star", "a blue ring", "two red rings", "a star and a ring"];
        Assert.Equal(BpeTrainer.Train(texts, 280, Words).Merges, BpeTrainer.Train(texts.Reverse(), 280, Words).Merges);

        static IEnumerable<string> Words(string text) => text.Split(' ');
    }

    [Fact]
    public void Nano_Words_AreSingleTokens()
    {
        Vocabulary vocabulary = NanoTokenizer.Train(Presets.Nano, 1);
        // Every word has become a token: the vocabulary is not too small.
        Assert.InRange(vocabulary.Tokens.Count, 600, Presets.Nano.Config.Language.VocabularySize - 33);
        string[] words = [" red", " circle", " triangle", " background", " stars", " picture", " assistant", " left"];
        Assert.All(words, word => Assert.Contains(word.Replace(' ', 'Ġ'), vocabulary.Tokens));
    }
}
