using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;
using JanusCluster.Model.Tokenization;
using JanusCluster.Training.Stages;

namespace JanusCluster.Training.Data;

/// <summary>Random examples of a stage.</summary>
/// <param name="longest">No conversation gets more turns than fit.</param>
internal sealed class SequenceSource(
    Random random, Split split, TrainingStage stage, PromptBuilder prompts, ImagePreprocessor preprocessor, int pad, int longest)
{
    /// <summary>Of the prompts of pictures, how many are replaced by padding: what guidance subtracts.</summary>
    private const double Unconditional = 0.1;

    private readonly SceneGenerator _scenes = new(random, split);
    private readonly CaptionWriter _captions = new(random, split);
    private readonly QuestionWriter _questions = new(random);
    private readonly SmallTalk _talk = new(random);

    /// <param name="pictures">A picture to be made is appended.</param>
    public TrainingSequence Next(List<RgbImage> pictures)
    {
        double draw = random.NextDouble() * (stage.Understanding + stage.Text + stage.Generation);
        if (draw < stage.Understanding)
            return Understanding();
        return draw < stage.Understanding + stage.Text ? Text() : Generation(pictures);
    }

    private TrainingSequence Generation(List<RgbImage> pictures)
    {
        Scene scene;
        Caption? caption;
        do
        {
            scene = _scenes.Next(Pick(stage.Layouts));
            caption = random.NextDouble() < stage.Dense ? _captions.Dense(scene) : _captions.Short(scene, Detail());
        }
        while (caption is null);

        int[] ids = prompts.TextToImage(PromptSegment.Plain(caption.Text)).Conditional.ToArray();
        if (random.NextDouble() < Unconditional)
            Array.Fill(ids, pad, 1, ids.Length - 2);
        pictures.Add(IsRough() ? ImageBatch.ShortSideCrop(SceneRenderer.DrawRough(scene, random)) : SceneRenderer.Draw(scene));
        return new TrainingSequence(ids) { Picture = pictures.Count - 1 };
    }

    private TrainingSequence Understanding()
    {
        Scene scene = _scenes.Next(Pick(stage.Layouts));
        RgbImage image = IsRough() ? SceneRenderer.DrawRough(scene, random) : SceneRenderer.Draw(scene);
        var turns = new List<(string, string)>();
        VisionPrompt? prompt = null;

        // Not every scene allows every question, but every stage asks some that every scene allows.
        while (turns.Count < stage.Turns)
        {
            if (_questions.Ask(Pick(stage.Questions), scene) is not { } question)
                continue;
            turns.Add((question.Text, question.Answer));
            VisionPrompt longer = Conversation(turns, withImage: true);
            if (longer.Ids.Length > longest)
            {
                turns.RemoveAt(turns.Count - 1);
                break;
            }

            prompt = longer;
        }

        return new TrainingSequence(prompt!.Ids.ToArray())
        {
            Answers = Answers(turns, withImage: true),
            Pixels = preprocessor.ToPixelValues(image),
            ImageStart = prompt.ImageStarts[0],
        };
    }

    private TrainingSequence Text()
    {
        (string, string)[] turns = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => _talk.Next())];
        return new TrainingSequence(Conversation(turns, withImage: false).Ids.ToArray()) { Answers = Answers(turns, withImage: false) };
    }

    /// <summary>From the colon before each answer to the last token but the end of text, which is predicted, too.</summary>
    private List<Range> Answers(IReadOnlyList<(string Question, string Answer)> turns, bool withImage)
    {
        var answers = new List<Range>();
        for (int i = 0; i < turns.Count; i++)
        {
            int start = Conversation([.. turns.Take(i), (turns[i].Question, "")], withImage).Ids.Length;
            int end = Conversation([.. turns.Take(i + 1)], withImage).Ids.Length;
            answers.Add((start - 1)..(end - 1));
        }

        return answers;
    }

    private VisionPrompt Conversation(IReadOnlyList<(string Question, string Answer)> turns, bool withImage) =>
        prompts.Chat(turns.SelectMany((turn, i) => new ChatMessage[]
        {
            new(ChatMessage.User, i == 0 && withImage ? [ChatMessage.Image, PromptSegment.Markup("\n"), PromptSegment.Plain(turn.Question)] : [PromptSegment.Plain(turn.Question)]),
            new(ChatMessage.Assistant, turn.Answer.Length == 0 ? [] : [PromptSegment.Plain(turn.Answer)]),
        }));

    private CaptionDetail Detail()
    {
        CaptionDetail detail = CaptionDetail.None;
        if (random.NextDouble() < 0.75)
            detail |= CaptionDetail.Color;
        if (random.NextDouble() < 0.3)
            detail |= CaptionDetail.Size;
        if (random.NextDouble() < 0.4)
            detail |= CaptionDetail.Background;
        if (random.NextDouble() < 0.7)
            detail |= CaptionDetail.Relation;
        return detail;
    }

    private bool IsRough() => random.NextDouble() < stage.Rough;

    private T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
