using System.Text.Json;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Training.Tokenization;

/// <summary>The vocabulary of the scenes' language.</summary>
internal static class NanoTokenizer
{
    /// <summary>Texts of each sort that it is learned from; more change nothing, words repeat soon.</summary>
    private const int Texts = 4000;

    public static Vocabulary Train(ModelPreset preset, int seed)
    {
        int size = AddedTokens.For(preset.Name, preset.Config.Language.VocabularySize).FirstId;
        var splits = new SplitCascade(PreTokenizerReader.Read(JsonSerializer.SerializeToElement(TokenizerFiles.PreTokenizer())));
        return BpeTrainer.Train(Corpus(new Random(seed)), size, text => splits.Split(text).Select(piece => text.Substring(piece.Start, piece.Length)));
    }

    private static IEnumerable<string> Corpus(Random random)
    {
        var scenes = new SceneGenerator(random, Split.Training);
        var captions = new CaptionWriter(random, Split.Training);
        var questions = new QuestionWriter(random);
        var talk = new SmallTalk(random);
        var kinds = Enum.GetValues<QuestionKind>();
        for (int i = 0; i < Texts; i++)
        {
            // Every conversation begins with it, so its words shall be whole tokens.
            if (i % 4 == 0)
                yield return ChatTemplate.DefaultSystemPrompt;
            Scene scene = scenes.Next((SceneLayout)(i % 5));
            foreach (Caption? caption in new[] { captions.Short(scene, (CaptionDetail)random.Next(16)), captions.Dense(scene) })
            {
                if (caption is not null)
                    yield return caption.Text;
            }

            (string question, string answer) = talk.Next();
            yield return question;
            yield return " " + answer;
            if (questions.Ask(kinds[i % kinds.Length], scene) is not { } asked)
                continue;
            yield return asked.Text;
            yield return " " + asked.Answer;
        }
    }
}
