using JanusCluster.Client.Batches;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Tests.Batches;

public sealed class BatchRequestBodyTests
{
    private static readonly BatchRequestBody Good = new("file-1", "/v1/chat/completions", "24h");

    [Theory]
    [InlineData("1h", 1)]
    [InlineData("24h", 24)]
    [InlineData("7d", 168)]
    [InlineData("168h", 168)]
    public void ToSpecification_Window_IsRead(string window, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), (Good with { CompletionWindow = window }).ToSpecification("http://a").Window);

    [Theory]
    [InlineData("0h")]
    [InlineData("8d")]
    [InlineData("24")]
    [InlineData("24h\n")]
    [InlineData("-1h")]
    [InlineData("9999h")]
    [InlineData("")]
    [InlineData(null)]
    public void ToSpecification_NoWindow_IsNamed(string? window) => Fails(Good with { CompletionWindow = window }, "completion_window");

    [Fact]
    public void ToSpecification_WrongField_IsNamed()
    {
        Fails(Good with { InputFileId = null }, "input_file_id");
        Fails(Good with { InputFileId = "../x" }, "input_file_id");
        Fails(Good with { Endpoint = null }, "endpoint");
        Fails(Good with { Endpoint = "/v1/files" }, "endpoint");
        Fails(Good with { OutputExpiresAfter = new("last_active_at", 7200) }, "output_expires_after.anchor");
        Fails(Good with { OutputExpiresAfter = new("created_at") }, "output_expires_after.seconds");
        Fails(Good with { OutputExpiresAfter = new("created_at", 5) }, "output_expires_after");
        Fails(Good with { Metadata = new Dictionary<string, string> { ["a"] = null! } }, "metadata");
        Fails(Good with { Metadata = Enumerable.Range(0, 17).ToDictionary(i => $"{i}", i => "x") }, "metadata");
    }

    private static void Fails(BatchRequestBody body, string field)
    {
        JanusException e = Assert.Throws<JanusException>(() => body.ToSpecification("http://a"));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }
}
