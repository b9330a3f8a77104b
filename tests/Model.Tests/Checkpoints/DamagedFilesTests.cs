using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Tests.Golden;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>Whatever happened to a file, reading it gives values or a <see cref="CheckpointException"/>, never a crash.</summary>
public sealed class DamagedFilesTests
{
    public static TheoryData<string> Files() => [.. ((string[])
        ["model.safetensors", "pytorch_model.bin", "legacy/odd_tensors.zip.bin", "legacy/odd_tensors.pre16.bin", "legacy/odd_tensors.expected.safetensors"])
        .Where(name => File.Exists(Path.Combine(GoldenFolder.Path, name)))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Open_TruncatedAnywhere_SaysSo(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(GoldenFolder.Path, name));
        using var folder = new TempFolder();
        for (int seventh = 0; seventh < 7; seventh++)
        {
            string path = folder.Write("cut" + Path.GetExtension(name), bytes[..(bytes.Length * seventh / 7)]);
            CheckpointException e = Assert.Throws<CheckpointException>(() => ReadAll(path));
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
        }
    }

    /// <remarks>Only where structure lies: a flipped weight is a weight.</remarks>
    [Theory]
    [MemberData(nameof(Files))]
    public void Open_BytesFlipped_ReadsOrRefuses(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(GoldenFolder.Path, name));
        using var folder = new TempFolder();
        var random = new Random(7);
        int window = Math.Min(bytes.Length, 4096);
        for (int round = 0; round < (bytes.Length > 100_000 ? 60 : 300); round++)
        {
            byte[] damaged = [.. bytes];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                int at = random.Next(window);
                damaged[random.Next(2) == 0 ? at : bytes.Length - 1 - at] ^= (byte)(1 << random.Next(8));
            }

            string path = folder.Write("flipped" + Path.GetExtension(name), damaged);
            try
            {
                ReadAll(path);
            }
            catch (CheckpointException)
            {
                continue;
            }
        }
    }

    private static void ReadAll(string path)
    {
        using ICheckpointSource source = CheckpointDirectory.Open(path);
        foreach (TensorInfo info in source.Tensors.Values)
        {
            using torch.Tensor values = source.Get(info.Name);
        }
    }
}
