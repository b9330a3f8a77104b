using JanusCluster.Client.Studio.Chat;

namespace JanusCluster.Studio.Tests.Components;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("a **red** star", "<p>a <strong>red</strong> star</p>")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "<table>")]
    [InlineData("[here](https://example.org/)", "<a href=\"https://example.org/\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">here</a>")]
    public void ToHtml_Markdown_IsHtml(string text, string expected) => Assert.Contains(expected, Markdown.ToHtml(text).Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("![x](https://example.org/track.png)", "<img")]
    [InlineData("[x](javascript:alert(1))", "javascript:")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)", "data:")]
    [InlineData("<style>*{display:none}</style>", "<style")]
    public void ToHtml_Hostile_IsHarmless(string text, string forbidden) => Assert.DoesNotContain(forbidden, Markdown.ToHtml(text).Value, StringComparison.OrdinalIgnoreCase);
}
