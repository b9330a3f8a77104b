using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Tests.OpenAi;

public sealed class ResponseIdTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData($"resp_{Hex}", $"resp_{Hex}", 1, true)]
    [InlineData($"resp_{Hex}_1", $"conv_{Hex}", 1, false)]
    [InlineData($"resp_{Hex}_12345678", $"conv_{Hex}", 12_345_678, false)]
    public void Parse_Id_SaysWhereItIsKeptAndBack(string id, string conversation, int turn, bool isOwn)
    {
        var parsed = ResponseId.Parse(id, "id");
        Assert.Equal((conversation, turn, isOwn), (parsed.Conversation, parsed.Turn, parsed.IsOwn));
        Assert.Equal(id, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Hex)]
    [InlineData($"conv_{Hex}")]
    [InlineData($"RESP_{Hex}")]
    [InlineData($"resp_{Hex}0")]
    [InlineData($"resp_{Hex}\n")]
    [InlineData($"resp_{Hex}_")]
    [InlineData($"resp_{Hex}_0")]
    [InlineData($"resp_{Hex}_01")]
    [InlineData($"resp_{Hex}_-1")]
    [InlineData($"resp_{Hex}_123456789")]
    [InlineData($"resp_{Hex}_٣")]
    [InlineData("resp_0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("resp_../../etc/passwd")]
    public void Parse_NoSuchId_IsNotFound(string id)
    {
        JanusException e = Assert.Throws<JanusException>(() => ResponseId.Parse(id, "id"));
        Assert.Equal((ErrorCode.NotFound, "id"), (e.Code, e.Field));
    }

    [Fact]
    public void New_Ids_AreRead()
    {
        var own = ResponseId.New();
        Assert.Equal(own, ResponseId.Parse(own.ToString(), "id"));
        string conversation = ResponseId.NewConversation();
        Assert.Equal(conversation, ResponseId.ParseConversation(conversation, "conversation"));
        Assert.Throws<JanusException>(() => ResponseId.ParseConversation($"{conversation}\n", "conversation"));
    }
}
