using System.Text;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Pull;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Also named for <c>model pull</c>, whose last look at weights it is.</summary>
public sealed class ModelPullSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_WholeFile_Passes() => Check(SyntheticCheckpoint.Safetensors(1000, 1));

    [Theory]
    [InlineData("""{"a": {"data_offsets": [0, 4]}}""", 5)]
    [InlineData("""{"a": {"data_offsets": [0, 4]}}""", 3)]
    [InlineData("""{"a": {"data_offsets": [1, 4]}}""", 4)]
    [InlineData("""{"a": {"data_offsets": [0, 4]}, "b": {"data_offsets": [2, 6]}}""", 6)]
    [InlineData("""{"a": {"data_offsets": [0, 4]}, "b": {"data_offsets": [5, 6]}}""", 6)]
    [InlineData("""{"a": {"data_offsets": [0, -4]}}""", 0)]
    [InlineData("""{"a": {"data_offsets": [0, 4, 8]}}""", 8)]
    [InlineData("""{"a": {"data_offsets": ["0", "4"]}}""", 4)]
    [InlineData("""{"a": {"data_offsets": [0, 1e99]}}""", 4)]
    [InlineData("""{"a": {"data_offsets": [0, 2]}, "a": {"data_offsets": [2, 4]}}""", 4)]
    [InlineData("""{"a": {}}""", 0)]
    [InlineData("""{"a": 4}""", 4)]
    [InlineData("[]", 0)]
    [InlineData("{", 0)]
    public void Check_HeaderThatDoesNotFit_IsRefused(string header, int bytes) =>
        Assert.Throws<PullException>(() => Check(SyntheticCheckpoint.Safetensors(Encoding.UTF8.GetBytes(header), new byte[bytes])));

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFF7B7D")]
    [InlineData("FFFFFFFFFFFFFF7F7B7D")]
    [InlineData("03000000000000007B7D")]
    public void Check_LengthThatCannotBe_IsRefused(string hex) =>
        Assert.Throws<PullException>(() => Check(Convert.FromHexString(hex)));

    private void Check(byte[] content)
    {
        File.WriteAllBytes(_folder["model.safetensors"], content);
        SafetensorsCheck.Check(_folder["model.safetensors"]);
    }
}
