using System.Text;
using JanusCluster.Client.Export;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Tests.Export;

public sealed class ExportFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string ManifestPath => _folder["manifest.jsonl"];

    private static ItemReport Report(string id, int image = 0, long seed = 1, int second = 0) => new(
        0, new ImageItem(id, 0, image, "prompt", seed, new ImageSettings()), ItemState.Delivered, 1, DateTimeOffset.UnixEpoch.AddSeconds(second), null, null);

    private bool Add(ItemReport report, string content)
    {
        using ExportFolder folder = ExportFolder.Open(_folder.Path);
        return folder.Add(report, (ImageItem)report.Item, FakeCluster.Description, Encoding.UTF8.GetBytes(content));
    }

    private string[] Pictures() => [.. Directory.EnumerateFiles(_folder.Path, "*.png").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Add_SamePictureAgain_WritesNothingAndKeepsFinishedAt()
    {
        Assert.True(Add(Report("a"), "one"));
        string before = File.ReadAllText(ManifestPath);
        Assert.False(Add(Report("a", second: 99), "one"));
        Assert.Equal(before, File.ReadAllText(ManifestPath));
    }

    [Theory]
    [InlineData("{\"custom_id\":\"b\",\"ima")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    public void Open_TornLastLine_IsCutOffAndTheRestKept(string torn)
    {
        Add(Report("a"), "one");
        string whole = File.ReadAllText(ManifestPath);
        File.AppendAllText(ManifestPath, torn);

        Assert.True(Add(Report("b"), "two"));

        string[] lines = File.ReadAllLines(ManifestPath);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(whole, File.ReadAllText(ManifestPath), StringComparison.Ordinal);
        Assert.Equal(["a-0.png", "b-0.png"], Pictures());
    }

    [Fact]
    public void Add_FileWrittenButLineLost_AdoptsTheFile()
    {
        File.WriteAllText(_folder["a-0.png"], "one");
        Assert.True(Add(Report("a"), "one"));
        Assert.Equal(["a-0.png"], Pictures());
        Assert.Single(File.ReadAllLines(ManifestPath));
    }

    [Fact]
    public void Add_FileLostOrDamaged_WritesItAgainWithoutASecondLine()
    {
        Add(Report("a"), "one");
        File.WriteAllText(_folder["a-0.png"], "damaged");
        Assert.True(Add(Report("a"), "one"));
        File.Delete(_folder["a-0.png"]);
        Assert.True(Add(Report("a"), "one"));
        Assert.Equal("one", File.ReadAllText(_folder["a-0.png"]));
        Assert.Single(File.ReadAllLines(ManifestPath));
    }

    [Fact]
    public void Add_NamesThatCollide_AreToldApartAndForeignFilesKept()
    {
        File.WriteAllText(_folder["x_y-0.png"], "foreign");
        Add(Report("x/y"), "one");
        Add(Report("x\\y"), "two");
        Add(Report("X_Y"), "three");
        Assert.Equal("foreign", File.ReadAllText(_folder["x_y-0.png"]));
        Assert.Equal(["X_Y-0.png", "x_y-0.2.png", "x_y-0.3.png", "x_y-0.png"], Pictures());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/absolute")]
    [InlineData("..")]
    [InlineData("C:\\windows")]
    [InlineData("ünï – ☃")]
    [InlineData("   ")]
    public void Add_AnyCustomId_StaysInTheFolder(string id)
    {
        Add(Report(id), "one");
        string name = Assert.Single(Pictures());
        Assert.Matches("^[A-Za-z0-9_-][A-Za-z0-9._-]*-0\\.png$", name);
    }

    [Fact]
    public void Open_ManifestThatLeadsOutOfTheFolder_IsNotFollowed()
    {
        Add(Report("a"), "one");
        File.WriteAllText(ManifestPath, File.ReadAllText(ManifestPath).Replace("a-0.png", "../a-0.png", StringComparison.Ordinal));
        using ExportFolder folder = ExportFolder.Open(_folder.Path);
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void Open_SecondExportToTheSameFolder_IsRefused()
    {
        using ExportFolder first = ExportFolder.Open(_folder.Path);
        Assert.Throws<JanusException>(() => ExportFolder.Open(_folder.Path));
    }

    [Fact]
    public void Open_LeftoversOfAKilledProcess_AreRemoved()
    {
        File.WriteAllText(_folder[".janus-0123.tmp"], "half");
        using ExportFolder folder = ExportFolder.Open(_folder.Path);
        Assert.False(File.Exists(_folder[".janus-0123.tmp"]));
    }

    [Fact]
    public void Open_PathIsAFile_SaysSo()
    {
        File.WriteAllText(_folder["file"], "");
        JanusException e = Assert.Throws<JanusException>(() => ExportFolder.Open(_folder["file"]));
        Assert.Equal("out", e.Field);
    }
}
