using System.Text;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>Builds ZIP archives of stored entries byte by byte, with the 64-bit fields if asked, which real files have above 4 GB only.</summary>
internal static class ZipArchiveBytes
{
    public static byte[] Create(bool zip64, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var directory = new MemoryStream();
        using var central = new BinaryWriter(directory);
        foreach ((string name, byte[] content) in entries)
        {
            long offset = stream.Position;
            WriteLocal(writer, name, content);
            WriteCentral(central, name, content.Length, offset, zip64);
        }

        long start = stream.Position;
        writer.Write(directory.ToArray());
        if (zip64)
            WriteEnd64(writer, entries.Length, directory.Length, start);
        writer.Write("PK\x05\x06"u8);
        writer.Write(0);
        writer.Write(zip64 ? ushort.MaxValue : (ushort)entries.Length);
        writer.Write(zip64 ? ushort.MaxValue : (ushort)entries.Length);
        writer.Write(zip64 ? uint.MaxValue : (uint)directory.Length);
        writer.Write(zip64 ? uint.MaxValue : (uint)start);
        writer.Write((ushort)0);
        return stream.ToArray();
    }

    private static void WriteLocal(BinaryWriter writer, string name, byte[] content)
    {
        writer.Write("PK\x03\x04"u8);
        writer.Write(new byte[14]);
        writer.Write(content.Length);
        writer.Write(content.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)5);
        writer.Write(Encoding.ASCII.GetBytes(name));
        writer.Write(new byte[5]);
        writer.Write(content);
    }

    private static void WriteCentral(BinaryWriter writer, string name, long length, long offset, bool zip64)
    {
        writer.Write("PK\x01\x02"u8);
        writer.Write(new byte[16]);
        writer.Write(zip64 ? uint.MaxValue : (uint)length);
        writer.Write(zip64 ? uint.MaxValue : (uint)length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)(zip64 ? 28 : 0));
        writer.Write(new byte[10]);
        writer.Write(zip64 ? uint.MaxValue : (uint)offset);
        writer.Write(Encoding.ASCII.GetBytes(name));
        if (!zip64)
            return;
        writer.Write((ushort)1);
        writer.Write((ushort)24);
        writer.Write(length);
        writer.Write(length);
        writer.Write(offset);
    }

    private static void WriteEnd64(BinaryWriter writer, long count, long length, long start)
    {
        long at = writer.BaseStream.Position;
        writer.Write("PK\x06\x06"u8);
        writer.Write(44L);
        writer.Write(new byte[12]);
        writer.Write(count);
        writer.Write(count);
        writer.Write(length);
        writer.Write(start);
        writer.Write("PK\x06\x07"u8);
        writer.Write(0);
        writer.Write(at);
        writer.Write(1);
    }
}
