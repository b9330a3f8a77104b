using System.Buffers.Binary;
using System.Text;

namespace JanusCluster.Model.Runtime;

/// <summary>
/// Lets a 64-bit x86 ELF library load on a system whose libstdc++ lacks one symbol version that the library
/// needs in name only.
/// </summary>
/// <remarks>
/// TorchSharp's native library asks for <c>GLIBCXX_3.4.32</c> (GCC 13). The single symbol bound to that version is
/// <c>std::ios_base_library_init()</c>, an empty marker that only forces a new enough libstdc++. The patch marks the
/// version need weak and defines the marker inside the library itself, as the address of a <c>ret</c> instruction.
/// If any other symbol is bound to the version, the library needs the newer libstdc++ for real and the patch refuses.
/// Structures: System V ABI, "Object Files", and the Linux Standard Base, "Symbol Versioning".
/// </remarks>
internal static class ElfVersionPatch
{
    private const string MarkerSymbol = "_ZSt21ios_base_library_initv";
    private const ushort VersionFlagWeak = 2;
    private const byte VisibilityHidden = 2;
    private const byte ReturnOpcode = 0xC3;
    private const ushort MachineX86_64 = 62;
    private const uint SectionDynamicSymbols = 11;
    private const uint SectionVersionNeed = 0x6ffffffe;
    private const uint SectionVersions = 0x6fffffff;
    private const int SymbolSize = 24;

    private readonly record struct Section(string Name, uint Type, ulong Address, int Offset, int Size, int Link);

    /// <summary>Patches <paramref name="library"/> in place.</summary>
    /// <param name="library">The whole file.</param>
    /// <param name="version">The version name to make optional, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>False when the library does not ask for the version, and nothing was changed.</returns>
    /// <exception cref="InvalidDataException">The file is not such a library, or really needs the version.</exception>
    public static bool TryApply(Span<byte> library, string version)
    {
        try
        {
            return Apply(library, version);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The library's ELF tables point outside the file.", e);
        }
    }

    private static bool Apply(Span<byte> elf, string version)
    {
        if (!elf.StartsWith("\u007fELF"u8) || elf[4] != 2 || elf[5] != 1 || U16(elf, 18) != MachineX86_64)
            throw new InvalidDataException("The library is not a little-endian x86-64 ELF file.");

        Section[] sections = ReadSections(elf);
        Section needs = sections.FirstOrDefault(s => s.Type == SectionVersionNeed);
        if (needs.Size == 0 || FindVersionNeed(elf, needs, sections[needs.Link], version) is not { } need)
            return false;

        Section symbols = sections.First(s => s.Type == SectionDynamicSymbols);
        Section versions = sections.First(s => s.Type == SectionVersions);
        int text = Array.FindIndex(sections, s => s.Name == ".text");
        int marker = FindOnlyUser(elf, symbols, sections[symbols.Link], versions, need.Index, version);
        int ret = elf.Slice(sections[text].Offset, sections[text].Size).IndexOf(ReturnOpcode);

        int symbol = symbols.Offset + (marker * SymbolSize);
        elf[symbol + 5] = VisibilityHidden;
        BinaryPrimitives.WriteUInt16LittleEndian(elf[(symbol + 6)..], checked((ushort)text));
        BinaryPrimitives.WriteUInt64LittleEndian(elf[(symbol + 8)..], sections[text].Address + (ulong)ret);
        BinaryPrimitives.WriteUInt16LittleEndian(elf[(versions.Offset + (2 * marker))..], 1);
        ushort flags = (ushort)(U16(elf, need.Offset + 4) | VersionFlagWeak);
        BinaryPrimitives.WriteUInt16LittleEndian(elf[(need.Offset + 4)..], flags);
        return true;
    }

    private static Section[] ReadSections(ReadOnlySpan<byte> elf)
    {
        int table = checked((int)U64(elf, 40)), entry = U16(elf, 58), count = U16(elf, 60), names = U16(elf, 62);
        var sections = new Section[count];
        int nameTable = checked((int)U64(elf, table + (names * entry) + 24));
        for (int i = 0; i < count; i++)
        {
            int at = table + (i * entry);
            sections[i] = new Section(
                Text(elf, nameTable + (int)U32(elf, at)), U32(elf, at + 4), U64(elf, at + 16),
                checked((int)U64(elf, at + 24)), checked((int)U64(elf, at + 32)), (int)U32(elf, at + 40));
        }

        return sections;
    }

    private static (int Offset, ushort Index)? FindVersionNeed(
        ReadOnlySpan<byte> elf, Section needs, Section strings, string version)
    {
        for (int file = needs.Offset; ;)
        {
            int aux = file + (int)U32(elf, file + 8);
            for (int n = U16(elf, file + 2); n > 0; n--)
            {
                if (Text(elf, strings.Offset + (int)U32(elf, aux + 8)) == version)
                    return (aux, U16(elf, aux + 6));
                aux += (int)U32(elf, aux + 12);
            }

            int next = (int)U32(elf, file + 12);
            if (next == 0)
                return null;
            file += next;
        }
    }

    private static int FindOnlyUser(
        ReadOnlySpan<byte> elf, Section symbols, Section strings, Section versions, ushort index, string version)
    {
        int found = -1;
        for (int i = 0; i < symbols.Size / SymbolSize; i++)
        {
            if ((U16(elf, versions.Offset + (2 * i)) & 0x7fff) != index)
                continue;
            string name = Text(elf, strings.Offset + (int)U32(elf, symbols.Offset + (i * SymbolSize)));
            if (name != MarkerSymbol)
                throw new InvalidDataException($"The library needs {name} of {version}; only a newer libstdc++ has it.");
            found = i;
        }

        return found >= 0 ? found : throw new InvalidDataException($"No symbol of the library is bound to {version}.");
    }

    private static string Text(ReadOnlySpan<byte> elf, int at) =>
        Encoding.ASCII.GetString(elf.Slice(at, elf[at..].IndexOf((byte)0)));

    private static ushort U16(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf[at..]);

    private static uint U32(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt32LittleEndian(elf[at..]);

    private static ulong U64(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt64LittleEndian(elf[at..]);
}
