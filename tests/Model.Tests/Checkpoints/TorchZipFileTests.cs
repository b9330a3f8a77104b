using System.IO.Compression;
using System.Text;
using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class TorchZipFileTests
{
    /// <summary>{"w": a tensor [2, 3] of six float32}.</summary>
    private const string Pickle =
        "\u0080\u0002}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0006tQK\0K\u0002K\u0003\u0086K\u0003K\u0001\u0086\u0089ccollections\nOrderedDict\n)RtRs.";

    private static readonly float[] Values = [0, 1, 2, 3, 4, 5];

    private static byte[] PickleBytes => Encoding.Latin1.GetBytes(Pickle);

    private static byte[] ValueBytes => [.. Values.SelectMany(BitConverter.GetBytes)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_Zip64OrNot_GivesTheValues(bool zip64)
    {
        using var folder = new TempFolder();
        string path = folder.Write("m.bin", ZipArchiveBytes.Create(zip64, ("m/data.pkl", PickleBytes), ("m/byteorder", "little"u8.ToArray()), ("m/data/0", ValueBytes)));
        using ICheckpointSource source = CheckpointDirectory.Open(path);
        using torch.Tensor values = source.Get("w");
        Assert.Equal([2, 3], values.shape);
        Assert.Equal(Values, values.data<float>().ToArray());
    }

    [Fact]
    public void Open_BigEndian_IsRefused() => AssertRefused("big", ("m/data.pkl", PickleBytes), ("m/byteorder", "big"u8.ToArray()), ("m/data/0", ValueBytes));

    [Fact]
    public void Open_StorageMissing_IsRefused() => AssertRefused("missing", ("m/data.pkl", PickleBytes));

    [Fact]
    public void Open_StorageTooShort_IsRefused() => AssertRefused("outside its storage", ("m/data.pkl", PickleBytes), ("m/data/0", ValueBytes[..20]));

    [Fact]
    public void Open_TorchScript_IsRefused() => AssertRefused("TorchScript", ("m/data.pkl", PickleBytes), ("m/constants.pkl", []));

    [Fact]
    public void Open_AnyOtherArchive_IsRefused() => AssertRefused("no file of torch.save", ("readme.txt", []));

    [Fact]
    public void Open_NoStateDict_IsRefused() => AssertRefused("state_dict", ("m/data.pkl", Encoding.Latin1.GetBytes("K\u0001.")));

    [Fact]
    public void Open_CompressedEntry_IsRefused()
    {
        using var folder = new TempFolder();
        using (ZipArchive archive = ZipFile.Open(folder.File("m.bin"), ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("m/data.pkl", CompressionLevel.Optimal).Open();
            entry.Write(PickleBytes);
        }

        Assert.Contains("compressed", Assert.Throws<CheckpointException>(() => CheckpointDirectory.Open(folder.File("m.bin"))).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string expected, params (string Name, byte[] Content)[] entries)
    {
        using var folder = new TempFolder();
        string path = folder.Write("m.bin", ZipArchiveBytes.Create(zip64: false, entries));
        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointDirectory.Open(path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }
}
