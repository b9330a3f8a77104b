using System.Text;
using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Tests.Http;

public sealed class BodyReaderTests
{
    [Fact]
    public void Parse_Body_IsRead()
    {
        ChatCompletionBody body = Parse<ChatCompletionBody>("""{"messages": [{"role": "user", "content": [{"type": "text", "text": "x"}]}], "stop": "y"}""");
        Assert.Equal(("x", "y"), (body.Messages![0].Content!.List![0].Text, body.Stop!.Text));
    }

    [Theory]
    [InlineData("""{"seed": "x"}""", "seed", "wrong type")]
    [InlineData("""{"nope": 1}""", "nope", "no field 'nope'")]
    [InlineData("""{"messages": [{"nope": 1}]}""", "messages[0].nope", "no field 'nope'")]
    [InlineData("""{"messages": [{"role": 5}]}""", "messages[0].role", "wrong type")]
    [InlineData("""{"messages": [{"content": 5}]}""", "messages[0].content", "wrong type")]
    [InlineData("""{"messages": [{"content": [{"image_url": {"url": 5}}]}]}""", "messages[0].content[0].image_url.url", "wrong type")]
    [InlineData("""{"messages": [{"content": [{"image_url": {"nope": 5}}]}]}""", "messages[0].content[0].image_url.nope", "no field")]
    [InlineData("""{"messages": [{"content": [{"text": "a", "text": "b"}]}]}""", "messages[0].content[0].text", "given twice")]
    [InlineData("""{"messages": [{"content": "\ud800"}]}""", "messages[0].content", "valid Unicode")]
    [InlineData("""{"seed": 1, "seed": 2}""", "seed", "given twice")]
    [InlineData("""{"tools": [{"a": 1, "a": 2}]}""", "tools.a", "given twice")]
    [InlineData("""{"metadata": {"a": "1", "a": "2"}}""", "metadata.a", "given twice")]
    [InlineData("""{"\ud800": 1}""", null, "valid Unicode")]
    [InlineData("""{"seed": 1""", null, "not valid JSON")]
    [InlineData("""{"nope": NaN}""", null, "not valid JSON")]
    [InlineData("[]", null, "must be a JSON object")]
    [InlineData("null", null, "must be a JSON object")]
    [InlineData("", null, "not valid JSON")]
    public void Parse_WrongBody_SaysWhatAndWhere(string json, string? field, string message)
    {
        JanusException e = Assert.Throws<JanusException>(() => Parse<ChatCompletionBody>(json));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("JanusCluster", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"conversation": 5}""", "conversation")]
    [InlineData("""{"conversation": {"id": 5}}""", "conversation.id")]
    [InlineData("""{"conversation": {"name": "x"}}""", "conversation.name")]
    [InlineData("""{"input": [{"content": [{"file_id": []}]}]}""", "input[0].content[0].file_id")]
    public void Parse_WrongPartOfAValueReadByItself_NamesThePart(string json, string field) =>
        Assert.Equal(field, Assert.Throws<JanusException>(() => Parse<ResponseBody>(json)).Field);

    [Fact]
    public void Parse_DeepBody_IsRefusedAsTooDeep()
    {
        string deep = $"{{\"tools\": {new string('[', 40)}{new string(']', 40)}}}";
        Assert.Contains("nested deeper", Assert.Throws<JanusException>(() => Parse<ChatCompletionBody>(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NameOfALine_IsCutBetweenCharacters()
    {
        JanusException e = Assert.Throws<JanusException>(() => Parse<ChatCompletionBody>($"{{\"{new string('n', 63)}😀\": 1}}"));
        Assert.Equal(new string('n', 63), e.Field);
    }

    [Fact]
    public void Parse_ElementOfALine_IsReadTheSameWay()
    {
        using JsonDocument document = JsonDocument.Parse("""{"nope": 1}""");
        Assert.Equal("nope", Assert.Throws<JanusException>(() => BodyReader.Parse<ChatCompletionBody>(document.RootElement)).Field);
    }

    private static T Parse<T>(string json) => BodyReader.Parse<T>(Encoding.UTF8.GetBytes(json));
}
