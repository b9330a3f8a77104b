using System.Buffers.Binary;
using System.Text;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Where the entries of a ZIP archive lie, for archives whose entries are stored without compression.</summary>
/// <remarks>
/// Format: APPNOTE.TXT of PKWARE, with ZIP64. The framework's own reader hides where an entry's bytes lie, and positional
/// reads need just that. Checksums are not verified: PyTorch may write other values there.
/// </remarks>
internal static class ZipDirectory
{
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int MaxDirectoryBytes = 64 << 20;
    private const int EndRecordBytes = 22;
    private const int MaxCommentBytes = ushort.MaxValue;

    /// <returns>Offset and length of each entry's bytes, by name.</returns>
    /// <exception cref="CheckpointException">The file is truncated or damaged, or an entry is compressed.</exception>
    public static Dictionary<string, (long Offset, long Length)> Read(CheckpointFile file)
    {
        (long offset, long length) = FindDirectory(file);
        if (length > MaxDirectoryBytes || length < 0)
            throw file.Damaged($"its ZIP directory has {length} bytes");
        byte[] directory = file.Read(offset, (int)length);
        var entries = new Dictionary<string, (long, long)>();
        for (int at = 0; at < directory.Length;)
        {
            ReadOnlySpan<byte> entry = directory.AsSpan(at);
            if (entry.Length < 46 || U32(entry, 0) != EntrySignature)
                throw file.Damaged("its ZIP directory has a bad entry");
            int nameLength = U16(entry, 28), extraLength = U16(entry, 30), size = 46 + nameLength + extraLength + U16(entry, 32);
            if (size > entry.Length)
                throw file.Damaged("its ZIP directory ends within an entry");
            string name = Encoding.UTF8.GetString(entry.Slice(46, nameLength));
            if (!entries.TryAdd(name, Locate(file, name, entry, entry.Slice(46 + nameLength, extraLength))))
                throw file.Damaged($"its ZIP directory names {name} twice");
            at += size;
        }

        return entries;
    }

    private static (long Offset, long Length) FindDirectory(CheckpointFile file)
    {
        int tail = (int)Math.Min(file.Length, EndRecordBytes + MaxCommentBytes);
        long start = file.Length - tail;
        byte[] bytes = file.Read(start, tail);
        int end = bytes.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end > tail - EndRecordBytes)
            throw file.Damaged("it has no ZIP directory at its end, so it was cut short");
        ReadOnlySpan<byte> record = bytes.AsSpan(end);
        if (U32(record, 16) != uint.MaxValue && U32(record, 12) != uint.MaxValue && U16(record, 10) != ushort.MaxValue)
            return (U32(record, 16), U32(record, 12));

        byte[] locator = file.Read(start + end - 20, 20);
        if (!locator.AsSpan().StartsWith("PK\x06\x07"u8))
            throw file.Damaged("its ZIP64 locator is missing");
        byte[] record64 = file.Read(checked((long)U64(locator, 8)), 56);
        if (!record64.AsSpan().StartsWith("PK\x06\x06"u8))
            throw file.Damaged("its ZIP64 directory record is missing");
        return (checked((long)U64(record64, 48)), checked((long)U64(record64, 40)));
    }

    private static (long Offset, long Length) Locate(CheckpointFile file, string name, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        if (U16(entry, 10) != 0 || (U16(entry, 8) & 1) != 0)
            throw new CheckpointException($"{file.Path}: {name} is compressed or encrypted; PyTorch stores tensors plainly. Save the state dict with torch.save.");
        ulong length = U32(entry, 24), offset = U32(entry, 42);
        ReadOnlySpan<byte> wide = Zip64Fields(extra);
        if (length == uint.MaxValue)
            length = Next(ref wide, file);
        if (U32(entry, 20) == uint.MaxValue)
            Next(ref wide, file);
        if (offset == uint.MaxValue)
            offset = Next(ref wide, file);

        byte[] local = file.Read(checked((long)offset), 30);
        if (U32(local, 0) != LocalSignature)
            throw file.Damaged($"ZIP entry {name} has no header where it should be");
        long data = checked((long)offset + 30 + U16(local, 26) + U16(local, 28));
        if (data > file.Length || length > (ulong)(file.Length - data))
            throw file.Damaged($"ZIP entry {name} lies outside the file's {file.Length} bytes");
        return (data, (long)length);
    }

    /// <summary>The 64-bit sizes and offset, in this order, of those that are all ones in the 32-bit fields.</summary>
    private static ReadOnlySpan<byte> Zip64Fields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int size = U16(extra, 2);
            if (size > extra.Length - 4)
                break;
            if (U16(extra, 0) == 1)
                return extra.Slice(4, size);
            extra = extra[(4 + size)..];
        }

        return [];
    }

    private static ulong Next(ref ReadOnlySpan<byte> fields, CheckpointFile file)
    {
        if (fields.Length < 8)
            throw file.Damaged("a ZIP64 entry lacks its sizes");
        ulong value = U64(fields, 0);
        fields = fields[8..];
        return value;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
