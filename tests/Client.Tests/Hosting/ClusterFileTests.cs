using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Tests.Hosting;

public sealed class ClusterFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSameAndForItsOwnerOnly()
    {
        var file = new ClusterFile("127.0.0.1:1,password=p", "janus", "/blobs",
        [
            new ClusterProcess("redis", ClusterRole.Redis, 17, DateTimeOffset.UnixEpoch, 1),
            new ClusterProcess("front-1", ClusterRole.Front, 18, DateTimeOffset.UnixEpoch),
        ]);
        file.Write(_folder.Path);
        file.Write(_folder.Path);

        ClusterFile read = ClusterFile.Read(_folder.Path);
        Assert.Equal(file with { Processes = [] }, read with { Processes = [] });
        Assert.Equal(file.Processes, read.Processes);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ClusterFile.PathOf(_folder.Path)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("{}")]
    public void Read_NoneOrDamaged_SaysHowToStartOne(string? content)
    {
        if (content is not null)
            File.WriteAllText(ClusterFile.PathOf(_folder.Path), content);
        var error = Assert.Throws<JanusException>(() => ClusterFile.Read(_folder.Path));
        Assert.Contains("janus cluster up", error.Message, StringComparison.Ordinal);
    }
}
