using System.Runtime.InteropServices;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime;

public sealed class LibTorchLoaderTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void LoadPatched_PackagedLibrary_LoadsAndExportsTorch()
    {
        string path = LibTorchLoader.FindPackagedFile() ?? throw new FileNotFoundException("libLibTorchSharp.so");

        nint handle = LibTorchLoader.LoadPatched(path);

        Assert.NotEqual(0, handle);
        Assert.True(NativeLibrary.TryGetExport(handle, "THSTensor_new", out _)
            || NativeLibrary.TryGetExport(handle, "THSTensor_ones", out _));
    }

    [Fact]
    public void Torch_AfterTheLoader_MultipliesMatrices()
    {
        using torch.Tensor a = torch.ones(3, 4);
        using torch.Tensor b = torch.full(4, 2, 0.5f);
        using torch.Tensor c = torch.matmul(a, b);
        Assert.All(c.data<float>().ToArray(), value => Assert.Equal(2f, value));
    }

    [Fact]
    public void TryApply_PatchedTwice_ChangesNothingMore()
    {
        byte[] library = File.ReadAllBytes(LibTorchLoader.FindPackagedFile()!);
        Assert.False(ElfVersionPatch.TryApply(library, "GLIBCXX_9.9.9"));
        Assert.True(ElfVersionPatch.TryApply(library, Version));
        Assert.Throws<InvalidDataException>(() => ElfVersionPatch.TryApply(library, Version));
    }

    [Fact]
    public void TryApply_VersionReallyNeeded_Refuses()
    {
        byte[] library = File.ReadAllBytes(LibTorchLoader.FindPackagedFile()!);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ElfVersionPatch.TryApply(library, "GLIBCXX_3.4"));
        Assert.Contains("newer libstdc++", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryApply_NotAnElfFile_Refuses() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionPatch.TryApply(new byte[4096], Version));
}
