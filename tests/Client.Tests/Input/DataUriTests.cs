using JanusCluster.Client.Input;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Tests.Input;

public sealed class DataUriTests
{
    [Theory]
    [InlineData("data:image/png;base64,AQID")]
    [InlineData("data:;base64,AQID")]
    [InlineData("DATA:image/png;BASE64,AQID")]
    [InlineData("data:image/png;name=a;base64,AQID")]
    [InlineData("data:image/png;base64,AQ\nID")]
    public void Decode_Base64_IsItsBytes(string uri) => Assert.Equal([1, 2, 3], DataUri.Decode(uri, "image", 3));

    [Theory]
    [InlineData("data:image/png;base64,AQ==", 1)]
    [InlineData("data:image/png;base64,AQI=", 2)]
    [InlineData("data:image/png;base64,", 0)]
    public void Decode_PaddedOrEmpty_IsItsBytes(string uri, int bytes) => Assert.Equal(bytes, DataUri.Decode(uri, "image", 3).Length);

    [Theory]
    [InlineData("")]
    [InlineData("data:")]
    [InlineData("data:image/png,AQID")]
    [InlineData("data:image/png;base64")]
    [InlineData("data:image/png;base64;x,AQID")]
    [InlineData("data:image/png;base64,A")]
    [InlineData("data:image/png;base64,AQ=")]
    [InlineData("data:image/png;base64,A=ID")]
    [InlineData("data:image/png;base64,-_-_")]
    [InlineData("data:image/png;base64,AQID,")]
    public void Decode_NoSuchUri_NamesTheField(string uri) =>
        Assert.Equal((ErrorCode.InvalidRequest, "image"), Fails(uri, 100));

    [Fact]
    public void Decode_LongerThanAllowed_IsRefusedByItsLength()
    {
        string four = $"data:image/png;base64,{Convert.ToBase64String(new byte[1_000])}";
        Assert.Equal(1_000, DataUri.Decode(four, "image", 1_000).Length);
        Assert.Equal((ErrorCode.InvalidRequest, "image"), Fails(four, 900));
    }

    private static (ErrorCode, string?) Fails(string uri, int maxBytes)
    {
        JanusException e = Assert.Throws<JanusException>(() => DataUri.Decode(uri, "image", maxBytes));
        return (e.Code, e.Field);
    }
}
