using JanusCluster.Client.Export;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Tests.Export;

public sealed class ContactSheetTests
{
    private static ManifestEntry Entry(string prompt, string id = "a") =>
        new(id, 0, prompt, 42, new ImageSettings(), "<model>", "hash", "a b&c-0.png", "sha", 1, DateTimeOffset.UnixEpoch);

    [Fact]
    public void Render_HostilePrompt_IsText()
    {
        string page = ContactSheet.Render([Entry("<script>alert(\"1\")</script> & 'q'", "\"><img src=x onerror=alert(1)>")]);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<model>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;q&#39;", page, StringComparison.Ordinal);
        Assert.Contains("src=\"a%20b%26c-0.png\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Page_NeedsNothingFromElsewhere()
    {
        string page = ContactSheet.Render([Entry("p"), Entry("q", "b")]);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.Contains("2 images", page, StringComparison.Ordinal);
        Assert.Contains("seed 42", page, StringComparison.Ordinal);
        Assert.Contains("light dark", page, StringComparison.Ordinal);
    }
}
