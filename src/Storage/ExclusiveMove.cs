using System.Runtime.InteropServices;

namespace JanusCluster.Storage;

/// <summary>Moves a file to a name that must be free, in one step.</summary>
/// <remarks>
/// <see cref="File.Move(string, string, bool)"/> looks first and renames then where the name looks free, so that of two
/// processes at the same moment both succeed, and one file is lost.
/// </remarks>
internal static partial class ExclusiveMove
{
    private const int Exists = 17; // EEXIST
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint NoReplace = 1; // RENAME_NOREPLACE

    /// <returns>False when the name is taken; nothing has changed then.</returns>
    /// <exception cref="IOException">It failed for another reason.</exception>
    public static bool TryMove(string source, string target)
    {
        if (OperatingSystem.IsWindows())
            return TryMoveOnWindows(source, target);

        if (Link(source, target) == 0)
        {
            File.Delete(source);
            return true;
        }

        if (Marshal.GetLastPInvokeError() == Exists)
            return false;
        // File systems without hard links.
        if (OperatingSystem.IsLinux() && RenameAt(CurrentFolder, source, CurrentFolder, target, NoReplace) == 0)
            return true;
        int error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw new IOException($"{target}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private static bool TryMoveOnWindows(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameAt(int sourceFolder, string source, int targetFolder, string target, uint flags);
}
