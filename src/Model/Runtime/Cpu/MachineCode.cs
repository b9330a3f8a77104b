using System.Runtime.InteropServices;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Machine code in memory that may be executed and not written.</summary>
internal static unsafe partial class MachineCode
{
    private const int Read = 1, Write = 2, Execute = 4; // PROT_*
    private const int PrivateAnonymous = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS

    /// <summary>Where the code lies from now on; null where the system does not allow it.</summary>
    public static byte* Load(ReadOnlySpan<byte> code)
    {
        nint length = (code.Length + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
        nint memory = Map(0, length, Read | Write, PrivateAnonymous, -1, 0);
        if (memory == -1)
            return null;
        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        return Protect(memory, length, Read | Execute) == 0 ? (byte*)memory : null;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);
}
