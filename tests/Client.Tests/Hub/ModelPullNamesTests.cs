using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Tests.Hub;

/// <summary>Repositories, revisions and pauses of <c>model pull</c>.</summary>
public sealed class ModelPullNamesTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("deepseek-ai/Janus-Pro-1B", "Janus-Pro-1B")]
    [InlineData("a/b", "b")]
    [InlineData("_x/y.z_1", "y.z_1")]
    public void Parse_Repository_IsTaken(string text, string name)
    {
        var repository = ModelRepository.Parse(text);
        Assert.Equal((name, text), (repository.Name, repository.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Janus-Pro-1B")]
    [InlineData("a/b/c")]
    [InlineData("/b")]
    [InlineData("a/")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/.b")]
    [InlineData("a/b..c")]
    [InlineData("a/b?x=1")]
    [InlineData("a/b#c")]
    [InlineData("a/b%2Fc")]
    [InlineData("a /b")]
    [InlineData("a/b\n")]
    [InlineData("https://huggingface.co/a/b")]
    public void Parse_NoRepository_IsRefused(string text) => Assert.Throws<UserMistakeException>(() => ModelRepository.Parse(text));

    [Theory]
    [InlineData("main")]
    [InlineData("refs/pr/1")]
    [InlineData("v1.0+cpu")]
    [InlineData(Commit)]
    public void Check_Revision_IsTaken(string text) => Assert.Equal(text, RevisionName.Check(text));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a b")]
    [InlineData("a?b")]
    [InlineData("a\n")]
    public void Check_NoRevision_IsRefused(string text) => Assert.Throws<UserMistakeException>(() => RevisionName.Check(text));

    [Fact]
    public void IsCommit_OnlyInFull()
    {
        Assert.True(RevisionName.IsCommit(Commit));
        Assert.False(RevisionName.IsCommit(Commit[..39]));
        Assert.False(RevisionName.IsCommit(Commit.ToUpperInvariant()));
    }

    [Fact]
    public void PauseAfter_Tries_DoublesUpToABound()
    {
        var patience = new HubPatience();
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 7).Select(tries => patience.PauseAfter(tries, null, 1).TotalSeconds));
        Assert.Equal(0.5, patience.PauseAfter(1, null, 0).TotalSeconds);
        Assert.Equal(15, patience.PauseAfter(1_000_000, null, 0).TotalSeconds);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    [InlineData(120, 120)]
    [InlineData(86_400, 120)]
    public void PauseAfter_RetryAfter_IsHeededWithinBounds(int asked, int pause) =>
        Assert.Equal(pause, new HubPatience().PauseAfter(1, TimeSpan.FromSeconds(asked), 1).TotalSeconds);

    [Theory]
    [InlineData("https://huggingface.co", "https://huggingface.co/api/models/a/b/revision/refs%2Fpr%2F1")]
    [InlineData("https://mirror.example/hf/", "https://mirror.example/hf/api/models/a/b/revision/refs%2Fpr%2F1")]
    public void Revision_OfAMirror_IsBelowItsPath(string hub, string address) =>
        Assert.Equal(address, HubAddress.Parse(hub, "--hub").Revision(ModelRepository.Parse("a/b"), "refs/pr/1").AbsoluteUri);

    [Theory]
    [InlineData("https://hub.example/x", true)]
    [InlineData("https://HUB.example:443/x", true)]
    [InlineData("http://hub.example/x", false)]
    [InlineData("https://hub.example:444/x", false)]
    [InlineData("https://cdn.hub.example/x", false)]
    [InlineData("https://hub.example.evil/x", false)]
    public void Owns_SameOriginAlone(string address, bool owns) =>
        Assert.Equal(owns, HubAddress.Parse("https://hub.example", "--hub").Owns(new Uri(address)));
}
