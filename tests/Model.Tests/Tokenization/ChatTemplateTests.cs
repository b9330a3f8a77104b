using System.Text.Json;
using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Against <c>apply_sft_template_for_multi_turn_prompts</c> of the reference.</summary>
public sealed class ChatTemplateTests
{
    public static TheoryData<string> CaseNames => [.. GoldenTexts.Texts.GetProperty("chat").EnumerateArray().Select(chat => chat.GetProperty("name").GetString()!)];

    internal static IEnumerable<ChatMessage> Conversation(JsonElement golden) => golden.GetProperty("conversation").EnumerateArray()
        .Select(turn => ChatMessage.Markup(turn.GetProperty("role").GetString()!, turn.GetProperty("content").GetString()!));

    [Theory, MemberData(nameof(CaseNames))]
    public void Render_GoldenConversation_EqualsReference(string name)
    {
        var golden = GoldenTexts.Texts.GetProperty("chat").EnumerateArray().Single(chat => chat.GetProperty("name").GetString() == name);
        var template = new ChatTemplate(golden.GetProperty("sft_format").GetString()!);
        Assert.Equal(golden.GetProperty("prompt").GetString(), template.Render(Conversation(golden), golden.GetProperty("system_prompt").GetString()!));
    }

    [Fact]
    public void DefaultSystemPrompt_Always_EqualsReference() =>
        Assert.Equal(ChatTemplate.DefaultSystemPrompt, GoldenTexts.Texts.GetProperty("default_system_prompt").GetString());

    [Fact]
    public void Render_PythonWhiteSpaceAcrossSegments_IsStripped()
    {
        ChatMessage[] messages = [new(ChatMessage.User, [PromptSegment.Plain(" \u001C"), PromptSegment.Plain("\u00A0a b\u3000"), PromptSegment.Plain("\u2028\n")])];
        Assert.Equal("<|User|>: a b", new ChatTemplate("deepseek").Render(messages));
    }

    [Fact]
    public void Constructor_UnknownFormat_NamesTheKnownOnes() =>
        Assert.Contains("deepseek", Assert.Throws<ArgumentException>(() => new ChatTemplate("vicuna")).Message, StringComparison.Ordinal);
}
