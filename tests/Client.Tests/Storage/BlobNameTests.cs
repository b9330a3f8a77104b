using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Storage;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("local/job-1/000012.png")]
    [InlineData("_x/A.b-c_d")]
    public void IsValid_ServerMadeName_True(string name) => Assert.True(BlobName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData(".records/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("bücher")]
    [InlineData("1/2/3/4/5/6/7/8/9")]
    public void IsValid_AnythingElse_False(string? name) => Assert.False(BlobName.IsValid(name));

    [Fact]
    public void IsValid_TooLong_False()
    {
        Assert.True(BlobName.IsValid(new string('a', BlobName.MaxSegmentLength)));
        Assert.False(BlobName.IsValid(new string('a', BlobName.MaxSegmentLength + 1)));
        string segment = new('a', BlobName.MaxSegmentLength);
        Assert.False(BlobName.IsValid(string.Join('/', Enumerable.Repeat(segment, 5))));
    }
}
