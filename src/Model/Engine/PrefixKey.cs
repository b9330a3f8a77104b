using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>
/// SHA-256 over everything that the keys and values of a piece of context depend on: the tenant's salt, and all tokens from
/// the first on. Equal keys mean equal contents; no other tenant can name, guess or hit one.
/// </summary>
internal readonly record struct PrefixKey(UInt128 High, UInt128 Low)
{
    /// <summary>The beginning of everything that belongs to one tenant.</summary>
    public static PrefixKey OfTenant(string salt) => From(SHA256.HashData(Encoding.UTF8.GetBytes("tenant:" + salt)));

    /// <summary>The beginning of what holds nothing of anybody and is shared by all.</summary>
    public static PrefixKey OfAll { get; } = From(SHA256.HashData("all"u8));

    /// <summary>The key of the context that goes on with these tokens.</summary>
    /// <param name="images">Digests of the images; a feature token stands for its image's content and the place in it.</param>
    public PrefixKey Extend(ReadOnlySpan<InputToken> tokens, IReadOnlyList<PrefixKey> images, int tokensPerImage)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> buffer = stackalloc byte[32];
        Append(hash, this, buffer);
        foreach (InputToken token in tokens)
        {
            bool feature = token.Kind == TokenKind.Feature;
            buffer[0] = (byte)token.Kind;
            BinaryPrimitives.WriteInt32LittleEndian(buffer[1..], feature ? token.Id % tokensPerImage : token.Id);
            hash.AppendData(buffer[..5]);
            if (feature)
                Append(hash, images[token.Id / tokensPerImage], buffer);
        }

        hash.GetHashAndReset(buffer);
        return From(buffer);
    }

    /// <summary>The digest of an image: its side and its pixels.</summary>
    public static PrefixKey OfImage(float[] pixels, int side)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> buffer = stackalloc byte[32];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, side);
        hash.AppendData(buffer[..4]);
        hash.AppendData(MemoryMarshal.AsBytes<float>(pixels));
        hash.GetHashAndReset(buffer);
        return From(buffer);
    }

    private static void Append(IncrementalHash hash, PrefixKey key, Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt128BigEndian(buffer, key.High);
        BinaryPrimitives.WriteUInt128BigEndian(buffer[16..], key.Low);
        hash.AppendData(buffer);
    }

    private static PrefixKey From(ReadOnlySpan<byte> digest) => new(
        BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
}
