using System.Text;
using JanusCluster.Client.Files;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Files;

public sealed class UploadFormTests
{
    private const string Boundary = "line";

    [Fact]
    public async Task Read_FileBeforeItsFields_IsWhole()
    {
        UploadForm form = await ReadAsync(Part("file", "content\r\nof it", "a.jsonl") + Part("purpose", "batch") + End);
        await using FileStream content = form.Content;
        Assert.Equal(("a.jsonl", "batch", 14L), (form.FileName, form.Fields["purpose"], content.Length));
        content.Position = 0;
        Assert.Equal("content\r\nof it", await new StreamReader(content).ReadToEndAsync(TestContext.Current.CancellationToken));
        string path = content.Name;
        await content.DisposeAsync();
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\\\x\\\\y.png", "y.png")]
    [InlineData("..", "..")]
    [InlineData("a/", "upload")]
    public async Task Read_NameWithAPath_IsItsLastPart(string name, string expected)
    {
        UploadForm form = await ReadAsync(Part("file", "x", name) + End);
        await form.Content.DisposeAsync();
        Assert.Equal(expected, form.FileName);
    }

    [Fact]
    public async Task Read_DamagedForms_AreNamed()
    {
        await FailsAsync("file", Part("purpose", "batch") + End);
        await FailsAsync("file", Part("file", "x", "a") + Part("file", "y", "b") + End);
        await FailsAsync("purpose", Part("purpose", "a") + Part("purpose", "b") + End);
        await FailsAsync("purpose", Part("purpose", new string('x', 2000)) + Part("file", "x", "a") + End);
        await FailsAsync("body", Part("file", "cut short", "a"));
        await FailsAsync("body", "");
        await FailsAsync("body", $"--{Boundary}\r\n\r\nno name\r\n{End}");
        await FailsAsync("body", string.Concat(Enumerable.Range(0, 17).Select(i => Part($"f{i}", "x"))) + End);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain; boundary=line")]
    [InlineData(null)]
    public async Task Read_AnotherType_IsRefused(string? type)
    {
        ApiException e = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(Part("file", "x", "a") + End, type));
        Assert.Equal(415, e.Status);
    }

    private static string End => $"--{Boundary}--\r\n";

    private static string Part(string name, string content, string? file = null) =>
        $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{(file is null ? "" : $"; filename=\"{file}\"")}\r\n\r\n{content}\r\n";

    private static Task<UploadForm> ReadAsync(string body, string? type = $"multipart/form-data; boundary={Boundary}")
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return UploadForm.ReadAsync(context.Request, TestContext.Current.CancellationToken);
    }

    private static async Task FailsAsync(string field, string body)
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => ReadAsync(body));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }
}
