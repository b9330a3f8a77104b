using System.Text;
using JanusCluster.Client.Batches;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Tests.Batches;

public sealed class BatchInputTests
{
    private readonly BatchInput _input = new("acme", new PromptBodies());

    [Fact]
    public async Task Read_GoodAndBadLines_EachHasItsEntryAndTheGoodOnesRun()
    {
        List<PlanEntry> entries = await ReadAsync(
            Line("a", """{"prompt": "one"}"""),
            "",
            """{"custom_id": "b", "method": "POST", "url": "/v1/images/generations"}""",
            "not json",
            Line("c", """{"prompt": "two", "n": 3, "data": true}"""),
            """{"custom_id": "d", "method": "POST", "url": "/v1/chat/completions", "body": {"prompt": "three"}}""",
            Line("e", "{}"));

        Assert.Equal([1, 3, 4, 5, 6, 7], entries.Select(entry => entry.Line));
        Assert.Equal(["a", "b", null, "c", "d", "e"], entries.Select(entry => entry.CustomId));
        Assert.Equal([0, null, null, 1, 2, null], entries.Select(entry => entry.Request));
        Assert.Equal([false, false, false, true, false, false], entries.Select(entry => entry.AsData));
        Assert.Equal(["body", null, "body.prompt"], entries.Where(entry => entry.Error is not null).Select(entry => entry.Error!.Param));
        Assert.Equal((6, 3), (_input.Lines, _input.Requests.Count));
        Assert.Equal([3, 4, 7], _input.Errors.Select(error => error.Line));
        Assert.Equal(["a", "c", "d"], _input.Requests.Select(request => request.CustomId));
        Assert.Equal(3, Assert.IsType<ImageRequest>(_input.Requests[1]).Count);
        Assert.IsType<ChatRequest>(_input.Requests[2]);
        Assert.Equal(PromptBodies.Model.Id, _input.Model!.Id);
    }

    [Theory]
    [InlineData("[]", null, "invalid_json_line")]
    [InlineData("""{"custom_id": "a"}""", "method", "invalid_request")]
    [InlineData("""{"method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x"}}""", "custom_id", "invalid_request")]
    [InlineData("""{"custom_id": 5, "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x"}}""", "custom_id", "invalid_request")]
    [InlineData("""{"custom_id": "", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x"}}""", "custom_id", "invalid_request")]
    [InlineData("""{"custom_id": "\ud800", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x"}}""", "custom_id", "invalid_request")]
    [InlineData("""{"custom_id": "a", "method": "GET", "url": "/v1/images/generations", "body": {"prompt": "x"}}""", "method", "invalid_request")]
    [InlineData("""{"custom_id": "a", "method": "POST", "url": "/v1/files", "body": {"prompt": "x"}}""", "url", "invalid_request")]
    [InlineData("""{"custom_id": "a", "method": "POST", "url": "/v1/images/generations", "body": "x"}""", "body", "invalid_request")]
    [InlineData("""{"custom_id": "a", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x"}, "more": 1}""", "more", "invalid_request")]
    [InlineData("""{"custom_id": "a", "custom_id": "b", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x"}}""", null, "invalid_json_line")]
    [InlineData("""{"custom_id": "a", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": ""}}""", "body.prompt", "invalid_request")]
    [InlineData("""{"custom_id": "a", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "x", "n": 65}}""", "body.n", "invalid_request")]
    public async Task Read_BadLine_NamesWhatIsWrong(string line, string? param, string code)
    {
        List<PlanEntry> entries = await ReadAsync(line, Line("good", """{"prompt": "x"}"""));
        Assert.Equal((code, param, 1), (entries[0].Error!.Code, entries[0].Error!.Param, entries[0].Error!.Line));
        Assert.Equal(0, entries[1].Request);
    }

    [Fact]
    public async Task Read_CustomIdAgain_TheLaterLineIsBad()
    {
        List<PlanEntry> entries = await ReadAsync(Line("a", "{}"), Line("a", """{"prompt": "x"}"""), Line("b", """{"prompt": "x"}"""));
        Assert.Equal("duplicate_custom_id", entries[1].Error!.Code);
        Assert.Contains("line 1", entries[1].Error!.Message, StringComparison.Ordinal);
        Assert.Single(_input.Requests);
    }

    [Fact]
    public async Task Read_AnotherModel_ThatLineIsBad()
    {
        List<PlanEntry> entries = await ReadAsync(Line("a", """{"prompt": "x"}"""), Line("b", """{"prompt": "x", "model": "other"}"""));
        Assert.Equal(("model_mismatch", "body.model"), (entries[1].Error!.Code, entries[1].Error!.Param));
    }

    [Fact]
    public async Task Read_ModelAwayForNow_IsNoFaultOfTheLine()
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => ReadAsync(Line("a", """{"prompt": "x", "model": "away"}""")));
        Assert.Equal(ErrorCode.Unavailable, e.Code);
    }

    [Fact]
    public async Task Read_Nothing_IsRefused()
    {
        Assert.Equal("empty_file", await FailsAsync(""));
        Assert.Equal("empty_file", await FailsAsync("\n  \n\r\n"));
    }

    [Fact]
    public async Task Read_TooManyResults_IsRefused()
    {
        string[] lines = [.. Enumerable.Range(0, 800).Select(i => Line($"{i}", """{"prompt": "x", "n": 64}"""))];
        Assert.Equal("too_many_results", await FailsAsync(string.Join('\n', lines)));
    }

    [Fact]
    public async Task Read_TooManyLines_IsRefusedWithBoundedErrors()
    {
        Assert.Equal("too_many_lines", await FailsAsync(string.Concat(Enumerable.Repeat("x\n", BatchRules.MaxLines + 1))));
        Assert.Equal(BatchRules.MaxErrors, _input.Errors.Count);
    }

    [Fact]
    public async Task Read_LineThatIsTooLongOrNoText_OnlyThatOneIsBad()
    {
        byte[] bytes = [.. new byte[BatchInput.MaxLineBytes + 1], (byte)'\n', 0xff, (byte)'\n', .. Encoding.UTF8.GetBytes(Line("a", """{"prompt": "x"}"""))];
        List<PlanEntry> entries = await ReadAsync(bytes);
        Assert.Equal([null, null, 0], entries.Select(entry => entry.Request));
    }

    [Fact]
    public void Entry_ToLineAndBack_IsTheSame()
    {
        PlanEntry bad = new(7, "a\"\n", null, false, new BatchError("c", "m\n", null, 7)), good = new(8, "ü", 0, true, null);
        foreach (PlanEntry entry in (PlanEntry[])[bad, good])
        {
            string line = Encoding.UTF8.GetString(entry.ToLine());
            Assert.EndsWith("\n", line, StringComparison.Ordinal);
            Assert.Equal(1, line.Count(c => c == '\n'));
            Assert.Equal(entry, PlanEntry.Parse(line));
        }
    }

    private static string Line(string id, string body) =>
        $$"""{"custom_id": "{{id}}", "method": "POST", "url": "/v1/images/generations", "body": {{body}}}""";

    private Task<List<PlanEntry>> ReadAsync(params string[] lines) => ReadAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private async Task<List<PlanEntry>> ReadAsync(byte[] content)
    {
        var entries = new List<PlanEntry>();
        await foreach (PlanEntry entry in _input.ReadAsync(new MemoryStream(content), TestContext.Current.CancellationToken))
            entries.Add(entry);
        return entries;
    }

    private async Task<string> FailsAsync(string content) =>
        (await Assert.ThrowsAsync<BatchInputException>(() => ReadAsync(Encoding.UTF8.GetBytes(content)))).Code;
}
