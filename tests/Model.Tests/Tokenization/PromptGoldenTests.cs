using System.Text.Json;
using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tests.Imaging;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Ids of prompts against <c>process_one</c>, <c>add_image_token</c> and the text-to-image script of the reference.</summary>
public sealed class PromptGoldenTests
{
    public static TheoryData<string> ProcessedNames => [.. Processed.Select(golden => golden.GetProperty("name").GetString()!)];

    private static IEnumerable<JsonElement> Processed => GoldenTexts.Texts.GetProperty("process_one").EnumerateArray();

    [Theory, InlineData(false), InlineData(true)]
    public void ExpandImages_GoldenIds_EqualsReference(bool addSpecialToken)
    {
        var suffix = addSpecialToken ? "add_special_true" : "add_special_false";
        var prompts = new PromptBuilder(GoldenTokenizer.Instance, GoldenTokenizer.Options with { AddSpecialToken = addSpecialToken });

        var prompt = prompts.ExpandImages(GoldenTensors.Integers("ids.add_image_token.in"));

        Assert.Equal(GoldenTensors.Integers($"ids.add_image_token.out.{suffix}"), prompt.Ids.ToArray());
        Assert.Equal(GoldenTensors.Integers($"ids.add_image_token.num.{suffix}"), prompt.ImageStarts.Select(_ => prompt.TokensPerImage));
        Assert.All(prompt.ImageStarts, start => AssertIsImage(prompt, start));
    }

    [Theory, MemberData(nameof(ProcessedNames))]
    public void Chat_GoldenConversation_EqualsReference(string name)
    {
        var golden = Processed.Single(item => item.GetProperty("name").GetString() == name);
        var images = golden.GetProperty("images").EnumerateArray().Select(image => image.GetString()!).ToArray();

        var prompt = GoldenTokenizer.Prompts.Chat(ChatTemplateTests.Conversation(golden));

        Assert.Equal(golden.GetProperty("sft_format").GetString(),
            new ChatTemplate(GoldenTokenizer.Options.SftFormat).Render(ChatTemplateTests.Conversation(golden), ChatTemplate.DefaultSystemPrompt));
        Assert.Equal(GoldenTensors.Integers($"proc.{name}.input_ids"), prompt.Ids.ToArray());
        Assert.Equal(GoldenTensors.Integers($"proc.{name}.num_image_tokens"), prompt.ImageStarts.Select(_ => prompt.TokensPerImage));
        Assert.Equal(images.Length, prompt.ImageStarts.Count);
        Assert.All(prompt.ImageStarts, start => AssertIsImage(prompt, start));
        if (GoldenTensors.Has($"proc.{name}.pixel_values"))
            AssertPixels(images, $"proc.{name}.pixel_values");
    }

    [Fact]
    public void TextToImage_GoldenPrompt_EqualsReference()
    {
        var golden = GoldenTexts.Texts.GetProperty("t2i");
        var full = golden.GetProperty("prompt").GetString()!;
        var suffix = GoldenTexts.Texts.GetProperty("t2i_prompt_suffix").GetString()!;
        var description = full[(ChatMessage.User.Length + 2)..full.IndexOf("\n\n" + ChatMessage.Assistant, StringComparison.Ordinal)];

        var prompt = GoldenTokenizer.Prompts.TextToImage(PromptSegment.Plain(description));

        Assert.EndsWith(suffix, full, StringComparison.Ordinal);
        Assert.Equal(golden.GetProperty("prompt_ids").ToIntegers(), prompt.Conditional.ToArray());
        var rows = GoldenTensors.Integers("t2i.tokens_matrix").Chunk(prompt.Conditional.Length).ToArray();
        Assert.Equal(GoldenTensors.Shape("t2i.tokens_matrix")[0], rows.Length);
        for (var row = 0; row < rows.Length; row++)
            Assert.Equal(rows[row], (row % 2 == 0 ? prompt.Conditional : prompt.Unconditional).ToArray());
    }

    private static void AssertIsImage(VisionPrompt prompt, int start)
    {
        var special = GoldenTokenizer.Instance.Special;
        var ids = prompt.Ids.Span;
        Assert.Equal(special.BeginOfImage, ids[start - 1]);
        Assert.Equal(special.EndOfImage, ids[start + prompt.TokensPerImage]);
        Assert.All(ids.Slice(start, prompt.TokensPerImage).ToArray(), id => Assert.Equal(special.ImagePlaceholder, id));
    }

    private static void AssertPixels(string[] images, string tensor)
    {
        var preprocessor = GoldenImages.Preprocessor((int)GoldenTensors.Shape(tensor)[^1]);
        var actual = images.SelectMany(image => preprocessor.ToPixelValues(GoldenImages.Decode(image))).ToArray();
        var expected = GoldenTensors.Floats(tensor);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
