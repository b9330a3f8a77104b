using JanusCluster.Model.Configuration;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Bench.Load;

/// <summary>A conversation about one image: every turn's prompt begins with all that was said before.</summary>
internal sealed class ImageChat
{
    /// <summary>Tokens of text before the image, of a question, and behind an answer.</summary>
    private const int Text = 24;

    private readonly RandomPrompts _prompts;
    private readonly int _patches;
    private readonly float[] _pixels;
    private readonly List<int> _ids;

    public ImageChat(JanusConfig config, RandomPrompts prompts)
    {
        (_prompts, _patches) = (prompts, config.Vision.Patches);
        _pixels = prompts.Pixels(config.Vision.ImageSize);
        _ids = [.. prompts.Ids(Text), .. Enumerable.Repeat(1, _patches), .. prompts.Ids(Text)];
    }

    /// <summary>Positions of a turn's prompt, at most, when that many tokens were answered before.</summary>
    public static int Positions(JanusConfig config, int answered) => config.Vision.Patches + (4 * Text) + answered;

    /// <summary>The turn that comes next. No id ends the answer: each has its full length.</summary>
    public TextGeneration Ask(int tokens) => new(
        new VisionPrompt(_ids.ToArray(), [Text], _patches), [_pixels], [], [], tokens, RepetitionPenalty: 1, _prompts.Sampling())
    {
        Salt = EngineFeatures.Tenant,
    };

    /// <summary>Takes the answer into the conversation, and puts a new question.</summary>
    public void Follow(IReadOnlyList<int> answer) => _ids.AddRange([.. answer, .. _prompts.Ids(Text)]);

    /// <summary>A question in the place of the last one.</summary>
    public void AskOtherwise()
    {
        _ids.RemoveRange(_ids.Count - Text, Text);
        _ids.AddRange(_prompts.Ids(Text));
    }
}
