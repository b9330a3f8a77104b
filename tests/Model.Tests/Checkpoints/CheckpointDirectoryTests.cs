using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class CheckpointDirectoryTests
{
    /// <summary>The golden weights in every form that is present.</summary>
    public static TheoryData<string> Forms() => [.. GoldenWeights.Forms];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Open_EveryFormOfTheGoldenWeights_GivesTheSameNumbers(string form)
    {
        using ICheckpointSource expected = GoldenWeights.Open();
        using ICheckpointSource actual = CheckpointDirectory.Open(GoldenWeights.Path(form));
        SourceValues.AssertSame(expected, actual);
    }

    [Fact]
    public void Open_EmptyFolder_SaysWhatIsMissing()
    {
        using var folder = new TempFolder();
        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointDirectory.Open(folder.Path));
        Assert.Contains("model.safetensors", e.Message, StringComparison.Ordinal);
        Assert.Contains("pytorch_model.bin", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchFolder_SaysSo() => Assert.Contains(
        "does not exist",
        Assert.Throws<CheckpointException>(() => CheckpointDirectory.Open(Path.Combine(Path.GetTempPath(), "no-such-checkpoint"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n", "git lfs pull")]
    [InlineData("<!DOCTYPE html><html></html>", "web page")]
    [InlineData("hello, this is not a model", "no known kind")]
    [InlineData("", "no known kind")]
    public void Open_FileOfAnotherKind_SaysWhatItIs(string content, string expected)
    {
        using var folder = new TempFolder();
        string path = folder.Write("pytorch_model.bin", content);
        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointDirectory.Open(path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AfterDispose_Throws()
    {
        ICheckpointSource source = GoldenWeights.Open();
        string name = source.Tensors.Keys.First();
        using torch.Tensor values = source.Get(name);
        source.Dispose();
        Assert.ThrowsAny<Exception>(() => source.Read(name, values));
        Assert.Equal(values.numel(), values.isfinite().sum().ToInt64());
    }

    [Fact]
    public void Read_WrongShape_NamesTheTensor()
    {
        using ICheckpointSource source = GoldenWeights.Open();
        using torch.Tensor wrong = torch.zeros([1, 2, 3, 4, 5]);
        Assert.Contains("gen_embed.weight", Assert.Throws<CheckpointException>(() => source.Read("gen_embed.weight", wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_IntoAViewThatIsNotContiguous_FillsTheView()
    {
        using ICheckpointSource source = GoldenWeights.Open();
        using torch.Tensor dense = source.Get("gen_embed.weight", torch.ScalarType.Float32);
        using torch.Tensor wide = torch.zeros(dense.shape[1], dense.shape[0] * 2);
        using torch.Tensor view = wide.t().slice(0, 1, dense.shape[0] * 2, 2);
        Assert.False(view.is_contiguous());
        source.Read("gen_embed.weight", view);
        Assert.True(dense.eq(view).all().ToBoolean());
    }
}
