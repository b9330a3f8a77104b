using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Repositories that look like a model's: the weights are random bytes.</summary>
internal static class SyntheticCheckpoint
{
    public const string Weights = "model.safetensors";

    /// <summary>One file of weights of this many bytes and a little, the texts, and much that is no part of a checkpoint.</summary>
    public static Dictionary<string, FakeFile> Make(int bytes = 300_000, int seed = 1) => new()
    {
        [".gitattributes"] = FakeFile.Text("*.safetensors filter=lfs\n"),
        ["README.md"] = FakeFile.Text("# Tiny Janus\n"),
        ["config.json"] = FakeFile.Text("""{"model_type": "multi_modality"}"""),
        ["images/teaser.png"] = new FakeFile([1, 2, 3], IsLarge: true),
        ["modeling_janus.py"] = FakeFile.Text("import os\n"),
        ["optimizer.pt"] = new FakeFile([4, 5], IsLarge: true),
        ["preprocessor_config.json"] = FakeFile.Text("""{"image_size": 384}"""),
        ["pytorch_model.bin"] = new FakeFile([6, 7], IsLarge: true),
        ["run.sh"] = FakeFile.Text("#!/bin/sh\n"),
        ["tokenizer.json"] = new FakeFile(Random(40_000, seed + 1), IsLarge: true),
        // As git itself calls it.
        ["special_tokens_map.json"] = FakeFile.Text("hello\n") with { Hash = "ce013625030ba8dba906f756967f9e9ca394464a" },
        ["tokenizer_config.json"] = FakeFile.Text("") with { Hash = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" },
        ["training_args.bin"] = new FakeFile([8], IsLarge: true),
        [Weights] = new FakeFile(Safetensors(bytes, seed), IsLarge: true),
    };

    /// <summary>What is fetched of <see cref="Make"/>.</summary>
    public static string[] Fetched { get; } =
        ["config.json", Weights, "preprocessor_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"];

    public static byte[] Safetensors(int bytes, int seed) => Safetensors(
        new Dictionary<string, object>
        {
            ["__metadata__"] = new { format = "pt" },
            ["b"] = new { dtype = "U8", shape = new[] { bytes - 16 }, data_offsets = new[] { 16, bytes } },
            ["a"] = new { dtype = "F32", shape = new[] { 4 }, data_offsets = new[] { 0, 16 } },
        },
        Random(bytes, seed));

    public static byte[] Safetensors(object header, byte[] values)
    {
        byte[] json = header as byte[] ?? Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header)), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. values];
    }

    private static byte[] Random(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
