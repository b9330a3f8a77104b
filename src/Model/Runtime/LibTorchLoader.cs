using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace JanusCluster.Model.Runtime;

/// <summary>
/// Loads TorchSharp's native library on Linux systems whose libstdc++ is older than the one it was linked with
/// (Debian 12, Ubuntu 22.04). On newer systems the runtime loads the packaged file and this class is never asked.
/// </summary>
internal static partial class LibTorchLoader
{
    private const string LibraryName = "LibTorchSharp";
    private const string RequiredVersion = "GLIBCXX_3.4.32";

#pragma warning disable CA2255 // The hook must stand before the first use of torch, whichever type is used first.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        OpenMpWaiting.SpinBriefly();
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => Resolve(name);
    }

    /// <summary>The packaged native library, or null where this build carries none.</summary>
    internal static string? FindPackagedFile() => SearchDirectories()
        .Select(directory => Path.Combine(directory, $"lib{LibraryName}.so"))
        .FirstOrDefault(File.Exists);

    /// <summary>Loads a patched copy of <paramref name="path"/>; 0 when the file needs no patch.</summary>
    internal static nint LoadPatched(string path)
    {
        byte[] library = File.ReadAllBytes(path);
        if (!ElfVersionPatch.TryApply(library, RequiredVersion))
            return 0;

        // The copy has no folder of its own to resolve libtorch against, so libtorch comes first, by its full path.
        NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(path)!, "libtorch.so"), out _);
        return LoadFromMemory(library);
    }

    private static nint Resolve(string name) =>
        name is LibraryName or $"lib{LibraryName}" or $"lib{LibraryName}.so" && FindPackagedFile() is { } path
            ? LoadPatched(path)
            : 0;

    /// <remarks>An anonymous file: nothing on disk that another user could replace, or that a full disk could cut.</remarks>
    private static nint LoadFromMemory(byte[] library)
    {
        int descriptor = CreateMemoryFile(LibraryName, 0);
        if (descriptor < 0)
            throw new IOException($"memfd_create failed with error {Marshal.GetLastPInvokeError()}.");
        string path = $"/proc/self/fd/{descriptor}";
        File.WriteAllBytes(path, library);
        return NativeLibrary.Load(path);
    }

    private static IEnumerable<string> SearchDirectories() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(AppContext.BaseDirectory)
        .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"));

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
