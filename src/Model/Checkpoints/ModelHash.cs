using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Checkpoints;

/// <summary>The identity of a checkpoint: a SHA-256 over config.json and its weight files.</summary>
/// <remarks>
/// Files count by name, size and contents; the folder's own name does not. Below <see cref="CompleteBytes"/> in total every
/// byte counts. Above, reading everything would delay each start by minutes: then the first and last MiB of each file
/// count (they hold the headers of every format) and one MiB in 64 between. That tells published models, shards and
/// formats apart, but a change of a few weights may go unseen; <see cref="Complete"/> says which it is, and the two kinds
/// never give the same value.
/// </remarks>
/// <param name="Value">64 hexadecimal digits, lower case.</param>
/// <param name="Complete">Whether every byte counted.</param>
public sealed record ModelHash(string Value, bool Complete)
{
    /// <summary>Largest total of weights that is hashed completely by default: 2 GiB, some seconds.</summary>
    public const long CompleteBytes = 2L << 30;

    private const int Block = 1 << 20;
    private const int Stride = 64;

    /// <param name="folder">Where config.json lies; a checkpoint without one is hashed by its weights alone.</param>
    /// <exception cref="CheckpointException">A file cannot be read.</exception>
    public static ModelHash Compute(string folder, ICheckpointSource source, long completeBytes = CompleteBytes)
    {
        CheckpointFile[] files = [.. source.Files.Select(path => new CheckpointFile(path))];
        try
        {
            bool complete = files.Sum(file => file.Length) <= completeBytes;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes(complete ? "janus-checkpoint-1 complete\n" : "janus-checkpoint-1 sampled\n"));
            string config = Path.Combine(folder, JanusConfigReader.FileName);
            if (File.Exists(config))
            {
                using var file = new CheckpointFile(config);
                Append(hash, file, complete: true);
            }

            foreach (CheckpointFile file in files.OrderBy(file => Path.GetFileName(file.Path), StringComparer.Ordinal))
                Append(hash, file, complete);
            return new ModelHash(Convert.ToHexStringLower(hash.GetHashAndReset()), complete);
        }
        finally
        {
            foreach (CheckpointFile file in files)
                file.Dispose();
        }
    }

    private static void Append(IncrementalHash hash, CheckpointFile file, bool complete)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file.Path)}\n"));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, file.Length);
        hash.AppendData(length);
        byte[] block = new byte[Block];
        long step = complete ? Block : (long)Block * Stride;
        for (long offset = 0; offset < file.Length; offset += step)
            AppendBlock(hash, file, offset, block);
        if (!complete)
            AppendBlock(hash, file, Math.Max(0, file.Length - Block), block);
    }

    private static void AppendBlock(IncrementalHash hash, CheckpointFile file, long offset, byte[] block)
    {
        Span<byte> bytes = block.AsSpan(0, (int)Math.Min(Block, file.Length - offset));
        file.Read(offset, bytes);
        hash.AppendData(bytes);
    }
}
