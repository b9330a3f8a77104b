using System.Text;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Tests.Jobs;

public sealed class RequestFileReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<RequestFile> ReadAsync(string text, bool json = true) => ReadAsync(Encoding.UTF8.GetBytes(text), json);

    private static Task<RequestFile> ReadAsync(byte[] bytes, bool json) =>
        RequestFileReader.ReadAsync(new MemoryStream(bytes), json, new ImageSettings(), Cancellation);

    [Fact]
    public async Task ReadAsync_TextFile_OneRequestALine()
    {
        RequestFile file = await ReadAsync("\uFEFFa red circle\r\n\n   \n  ein blaues Quadrat – ü \nlast", json: false);

        Assert.Empty(file.Errors);
        Assert.Equal(["a red circle", "ein blaues Quadrat – ü", "last"], file.Requests.Select(request => request.Prompt));
        Assert.Equal(["line-000001", "line-000004", "line-000005"], file.Requests.Select(request => request.CustomId));
        Assert.All(file.Requests, request => Assert.Equal((1, null, new ImageSettings()), (request.Count, request.Seed, request.Settings)));
    }

    [Theory]
    [InlineData("""{"prompt": "x", "\ud800": 1}""")]
    [InlineData("""{"\ud800": 1, "\udc00": 2}""")]
    public async Task ReadAsync_NameThatIsNoText_OnlyThatLineIsBad(string line)
    {
        RequestFile file = await ReadAsync($"{line}\n{{\"prompt\": \"good\"}}");
        Assert.Equal(1, Assert.Single(file.Errors).Line);
        Assert.Equal("good", Assert.Single(file.Requests).Prompt);
    }

    [Fact]
    public async Task ReadAsync_NothingButBadLines_IsGivenUp()
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => ReadAsync(string.Concat(Enumerable.Repeat("x\n", RequestFileReader.MaxErrors + 1))));
        Assert.Equal("file", e.Field);
        Assert.Contains("Line 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ObjectWithAllFields_TakesThem()
    {
        RequestFile file = await ReadAsync(
            """{"custom_id":"x","prompt":"p","n":3,"seed":9007199254740991,"guidance":2.5,"temperature":0,"top_k":40,"top_p":0.9}""");

        Assert.Equal(
            new ImageRequest("x", "p", 3, JobLimits.MaxSeed, new ImageSettings(2.5, 0, 40, 0.9)), Assert.Single(file.Requests));
    }

    [Fact]
    public async Task ReadAsync_NullsAndAbsentFields_AreDefaults()
    {
        RequestFile file = await ReadAsync("""{"prompt":"p","seed":null,"custom_id":null,"top_p":null}""");
        Assert.Equal(new ImageRequest("line-000001", "p", 1, null, new ImageSettings()), Assert.Single(file.Requests));
    }

    [Theory]
    [InlineData("{", null)]
    [InlineData("not json", null)]
    [InlineData("""{"prompt":"p"} trailing""", null)]
    [InlineData("""{"prompt":"p","prompt":"q"}""", null)]
    [InlineData("""{"prompt":"p","n":NaN}""", null)]
    [InlineData("[1]", null)]
    [InlineData("\"text\"", null)]
    [InlineData("""{"n":1}""", "prompt")]
    [InlineData("""{"prompt":null}""", "prompt")]
    [InlineData("""{"prompt":""}""", "prompt")]
    [InlineData("""{"prompt":" \t "}""", "prompt")]
    [InlineData("""{"prompt":7}""", "prompt")]
    [InlineData("""{"prompt":"\ud800"}""", "prompt")]
    [InlineData("""{"prompt":"p","n":0}""", "n")]
    [InlineData("""{"prompt":"p","n":-3}""", "n")]
    [InlineData("""{"prompt":"p","n":65}""", "n")]
    [InlineData("""{"prompt":"p","n":4000000000}""", "n")]
    [InlineData("""{"prompt":"p","n":1.5}""", "n")]
    [InlineData("""{"prompt":"p","n":"2"}""", "n")]
    [InlineData("""{"prompt":"p","seed":-1}""", "seed")]
    [InlineData("""{"prompt":"p","seed":9007199254740992}""", "seed")]
    [InlineData("""{"prompt":"p","seed":99999999999999999999}""", "seed")]
    [InlineData("""{"prompt":"p","guidance":"NaN"}""", "guidance")]
    [InlineData("""{"prompt":"p","guidance":1e999}""", "guidance")]
    [InlineData("""{"prompt":"p","guidance":0.5}""", "guidance")]
    [InlineData("""{"prompt":"p","temperature":-0.1}""", "temperature")]
    [InlineData("""{"prompt":"p","top_k":-1}""", "top_k")]
    [InlineData("""{"prompt":"p","top_p":0}""", "top_p")]
    [InlineData("""{"prompt":"p","top_p":1.01}""", "top_p")]
    [InlineData("""{"prompt":"p","custom_id":""}""", "custom_id")]
    [InlineData("""{"prompt":"p","custom_id":"a\u0000b"}""", "custom_id")]
    [InlineData("""{"prompt":"p","custom_id":"first"}""", "custom_id")]
    [InlineData("""{"prompt":"p","custom_id":5}""", "custom_id")]
    [InlineData("""{"prompt":"p","sead":5}""", "sead")]
    public async Task ReadAsync_BadLine_IsReportedWithItsLineAndTheOthersRun(string bad, string? field)
    {
        RequestFile file = await ReadAsync($$"""
            {"prompt":"one","custom_id":"first"}

            {{bad}}
            {"prompt":"two","custom_id":"last"}
            """);

        LineError error = Assert.Single(file.Errors);
        Assert.Equal((3, field), (error.Line, error.Field));
        Assert.NotEmpty(error.Message);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
        Assert.Equal(["first", "last"], file.Requests.Select(request => request.CustomId));
    }

    [Fact]
    public async Task ReadAsync_BadLineWithCustomId_ReportsTheId()
    {
        RequestFile file = await ReadAsync("""{"custom_id":"mine","prompt":"p","n":0}""");
        Assert.Equal("mine", Assert.Single(file.Errors).CustomId);
    }

    [Fact]
    public async Task ReadAsync_LongPromptAndLongId_AreReported()
    {
        RequestFile file = await ReadAsync(
            $$"""
            {"prompt":"{{new string('a', JobLimits.MaxPromptLength + 1)}}"}
            {"prompt":"p","custom_id":"{{new string('a', JobLimits.MaxCustomIdLength + 1)}}"}
            """);
        Assert.Equal([(1, "prompt"), (2, "custom_id")], file.Errors.Select(error => (error.Line, error.Field!)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_LineBeyondTheBuffer_IsReportedWithoutHoldingIt(bool json)
    {
        string good = json ? """{"prompt":"p"}""" : "p";
        RequestFile file = await ReadAsync($"{new string('x', RequestFileReader.MaxLineBytes + 1)}\n{good}", json);
        Assert.Equal(1, Assert.Single(file.Errors).Line);
        Assert.Equal("line-000002", Assert.Single(file.Requests).CustomId);
    }

    [Fact]
    public async Task ReadAsync_NotUtf8_IsReported()
    {
        RequestFile file = await ReadAsync([.. "good\n"u8, 0xFF, 0xFE, (byte)'\n', .. "also good"u8], json: false);
        Assert.Equal(2, Assert.Single(file.Errors).Line);
        Assert.Equal(2, file.Requests.Count);
    }

    [Fact]
    public async Task ReadAsync_TooManyImages_RefusesTheFile()
    {
        var text = new StringBuilder();
        for (int i = 0; i <= JobLimits.MaxItems / 64; i++)
            text.Append("""{"prompt":"p","n":64}""").Append('\n');
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => ReadAsync(text.ToString()));
        Assert.Contains("50000", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.jsonl")]
    [InlineData("missing.txt")]
    [InlineData("picture.png")]
    public async Task ReadAsync_NoSuchFileOrOtherKind_SaysSo(string name)
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => RequestFileReader.ReadAsync(Path.Combine(Path.GetTempPath(), name), new ImageSettings(), Cancellation));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }
}
