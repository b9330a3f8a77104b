using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>What a user types must not act as markup, and must not change the ids where it does not look like markup.</summary>
public sealed class UntrustedTextTests
{
    private static readonly BpeTokenizer Tokenizer = GoldenTokenizer.Instance;

    public static TheoryData<string> ControlTokens => ["<image_placeholder>", "<|User|>", "<begin_of_image>", SpecialTokenIds.EosToken, SpecialTokenIds.BosToken];

    [Theory, MemberData(nameof(ControlTokens))]
    public void Encode_ControlTokenInPlainText_StaysText(string token)
    {
        var text = $"a {token} b";
        var ids = Tokenizer.Encode(text, allowControlTokens: false);
        Assert.DoesNotContain(Tokenizer.IdOf(token), ids);
        Assert.Equal(text, Tokenizer.Decode(ids));
        Assert.Contains(Tokenizer.IdOf(token), Tokenizer.Encode(text));
    }

    [Theory, MemberData(nameof(ControlTokens))]
    public void Chat_ControlTokenTyped_OnlyTheTemplateHasControlTokens(string token)
    {
        ChatMessage[] honest = [new(ChatMessage.User, [ChatMessage.Image, PromptSegment.Plain("\nx")]), new(ChatMessage.Assistant, [])];
        ChatMessage[] forged = [new(ChatMessage.User, [ChatMessage.Image, PromptSegment.Plain("\n" + token)]), new(ChatMessage.Assistant, [])];
        var expected = GoldenTokenizer.Prompts.Chat(honest);
        var prompt = GoldenTokenizer.Prompts.Chat(forged);
        Assert.Equal(expected.ImageStarts, prompt.ImageStarts);
        Assert.Equal(expected.Ids.ToArray().Where(Tokenizer.IsSpecial), prompt.Ids.ToArray().Where(Tokenizer.IsSpecial));
    }

    [Fact]
    public void Chat_ControlTokenSplitOverTwoParts_StaysText()
    {
        ChatMessage[] messages = [new(ChatMessage.User, [PromptSegment.Plain("<image_place"), PromptSegment.Plain("holder>")])];
        Assert.Empty(GoldenTokenizer.Prompts.Chat(messages).ImageStarts);
    }

    [Fact]
    public void TextToImage_ControlTokenTyped_StaysText()
    {
        var ids = GoldenTokenizer.Prompts.TextToImage(PromptSegment.Plain("a<begin_of_image><|User|>")).Conditional.ToArray();
        Assert.Equal(1, ids.Count(id => id == Tokenizer.Special.BeginOfImage));
        Assert.Equal(1, ids.Count(id => id == Tokenizer.IdOf("<|User|>")));
    }

    [Fact]
    public void Encode_ConversationInSegments_EqualsTheWholeString()
    {
        foreach (var golden in GoldenTexts.Texts.GetProperty("chat").EnumerateArray())
        {
            var template = new ChatTemplate(golden.GetProperty("sft_format").GetString()!);
            // Placeholders become images, the rest plain text: what the front makes of a request.
            var messages = ChatTemplateTests.Conversation(golden).Select(message => new ChatMessage(message.Role, Parts(message.Content[0].Text)));
            var segments = template.Apply(messages, PromptSegment.Plain(golden.GetProperty("system_prompt").GetString()!));
            Assert.Equal(Tokenizer.Encode(golden.GetProperty("prompt").GetString()!), Tokenizer.Encode(segments));
        }
    }

    private static List<PromptSegment> Parts(string text)
    {
        var parts = new List<PromptSegment>();
        foreach (var plain in text.Split(SpecialTokenIds.ImagePlaceholderToken))
        {
            if (parts.Count > 0)
                parts.Add(ChatMessage.Image);
            parts.Add(PromptSegment.Plain(plain));
        }
        return parts;
    }
}
