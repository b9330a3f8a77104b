using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;
using JanusCluster.Model.Tokenization;
using JanusCluster.Training.Stages;

namespace JanusCluster.Training.Data;

/// <summary>Random examples of a stage.</summary>
/// <param name="longest">No conversation gets more turns than fit.</param>
/// <param name="patches">Along a side of a picture, of those that are read and of codes alike.</param>
internal sealed class SequenceSource(
    Random random, Split split, TrainingStage stage, PromptBuilder prompts, ImagePreprocessor preprocessor, int pad, int longest, int patches)
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
            scene = _scenes.Next(random.Pick(stage.Layouts));
            caption = random.NextDouble() < stage.Dense ? _captions.Dense(scene) : _captions.Short(scene, Detail());
        }
        while (caption is null);

        int[] ids = prompts.TextToImage(PromptSegment.Plain(caption.Text)).Conditional.ToArray();
        bool isUnconditional = random.NextDouble() < Unconditional;
        if (isUnconditional)
            Array.Fill(ids, pad, 1, ids.Length - 2);
        pictures.Add(IsRough() ? ShortSideCrop.ToSquare(SceneRenderer.DrawRough(scene, random), SceneGeometry.Side) : SceneRenderer.Draw(scene));
        return new TrainingSequence(ids) { Picture = pictures.Count - 1, Places = isUnconditional ? null : PatchClasses.Of(scene, patches) };
    }

    private TrainingSequence Understanding()
    {
        Scene scene = _scenes.Next(random.Pick(stage.Layouts));
        bool isRough = IsRough();
        RgbImage image = isRough ? SceneRenderer.DrawRough(scene, random) : SceneRenderer.Draw(scene);
        var conversation = new TrainingConversation(prompts, withImage: true);

        // Not every scene allows every question, but every stage asks some that every scene allows.
        while (conversation.Turns < stage.Turns)
        {
            if (_questions.Ask(random.Pick(stage.Questions), scene) is { } question && !conversation.TryAdd(question.Text, question.Answer, longest))
                break;
        }

        return conversation.ToSequence() with
        {
            Pixels = preprocessor.ToPixelValues(image),
            // Rough ones are padded, and stand elsewhere.
            Places = isRough ? null : PatchClasses.Of(scene, patches),
        };
    }

    private TrainingSequence Text()
    {
        var conversation = new TrainingConversation(prompts, withImage: false);
        for (int turns = 1 + random.Next(3); turns > 0; turns--)
        {
            (string question, string answer) = _talk.Next();
            conversation.TryAdd(question, answer, longest);
        }

        return conversation.ToSequence();
    }

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
}
