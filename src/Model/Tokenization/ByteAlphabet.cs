using System.Text;

namespace JanusCluster.Model.Tokenization;

/// <summary>The printable character that stands for each byte in a byte-level vocabulary (<c>Ġ</c> for a space), as GPT-2 introduced it.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Bytes = Characters.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);

    public static char Encode(byte value) => Characters[value];

    /// <summary>The bytes that a vocabulary entry stands for; an entry with a character outside the alphabet stands for its own UTF-8.</summary>
    public static byte[] Decode(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
                return Encoding.UTF8.GetBytes(token);
        return bytes;
    }

    private static char[] Build()
    {
        var characters = new char[256];
        var stranger = (char)256;
        for (var value = 0; value < 256; value++)
        {
            // Printable Latin-1 stands for itself, the rest for the characters from U+0100 on.
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = printable ? (char)value : stranger++;
        }
        return characters;
    }
}
