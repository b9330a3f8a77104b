namespace JanusCluster.Model.Checkpoints;

/// <summary>Finds and opens the weights of a checkpoint, whichever way they are stored.</summary>
public static class CheckpointDirectory
{
    private const string IndexSuffix = ".index.json";

    /// <summary>Files that hold weights, best first: safetensors need no pickle.</summary>
    private static readonly string[] Known =
        ["model.safetensors", "model.safetensors" + IndexSuffix, "pytorch_model.bin", "pytorch_model.bin" + IndexSuffix];

    /// <param name="path">A checkpoint's folder, or one file of weights, or an index of shards.</param>
    /// <exception cref="CheckpointException">Nothing is there, or it is truncated, damaged or of an unknown kind.</exception>
    public static ICheckpointSource Open(string path)
    {
        string file = File.Exists(path) ? path : FindIn(path);
        return file.EndsWith(IndexSuffix, StringComparison.Ordinal) ? ShardedCheckpoint.Open(file) : OpenFile(file);
    }

    /// <summary>Opens one file by what it starts with, whatever it is called.</summary>
    internal static WeightFile OpenFile(string path)
    {
        Span<byte> start = stackalloc byte[16];
        start = start[..ReadStart(path, start)];
        if (start.StartsWith("PK\x03\x04"u8))
            return TorchZipFile.Open(path);
        if (start.StartsWith((ReadOnlySpan<byte>)[0x80, 2]))
            return LegacyTorchFile.Open(path);
        if (start.StartsWith("version https:"u8))
            throw new CheckpointException($"{path} is a pointer of Git LFS, not the weights themselves. Run git lfs pull, or download the file.");
        if (start.StartsWith("<"u8))
            throw new CheckpointException($"{path} is a web page, not weights. Download the file itself.");
        if (path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || (start.Length > 8 && start[8] == (byte)'{'))
            return SafetensorsFile.Open(path);
        throw new CheckpointException($"{path} is of no known kind ({start.Length} bytes read). Weights are safetensors files or files of torch.save; if it should be one, download it again.");
    }

    private static string FindIn(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CheckpointException($"{folder} does not exist. Pass a checkpoint's folder or a file of weights.");
        return Known.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new CheckpointException($"{folder} holds no weights: none of {string.Join(", ", Known)} is there. Download the checkpoint, or make a random one with model init.");
    }

    private static int ReadStart(string path, Span<byte> buffer)
    {
        using var file = new CheckpointFile(path);
        int count = (int)Math.Min(file.Length, buffer.Length);
        file.Read(0, buffer[..count]);
        return count;
    }
}
