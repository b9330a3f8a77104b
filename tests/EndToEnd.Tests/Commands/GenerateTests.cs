using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Commands;

public sealed class GenerateTests : IDisposable
{
    private readonly Janus _janus = new();

    [Fact]
    public async Task Generate_SameSeedInAnotherDataFolder_GivesTheSameFiles()
    {
        string[] first = await GenerateAsync("one"), second = await GenerateAsync("two");
        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Generate_ImageSeedOfTheManifest_MakesThatImageAlone()
    {
        await GenerateAsync("both");
        JsonElement secondImage = _janus.JsonLines("both", "manifest.jsonl").Single(line => line.GetProperty("image").GetInt32() == 1);
        CommandRun run = await _janus.RunAsync(
            "generate", "a red circle above a blue square", "-n", "1", "--seed", $"{secondImage.GetProperty("seed").GetInt64()}", "--out", "alone");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        JsonElement alone = Assert.Single(_janus.JsonLines("alone", "manifest.jsonl"));
        Assert.Equal(Pixels("both", secondImage), Pixels("alone", alone));
    }

    [Fact]
    public async Task Generate_DefaultModel_SaysThatPicturesAreNoise()
    {
        CommandRun run = await _janus.RunAsync("generate", "a cat", "-n", "1", "--out", "out");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("noise", run.Output + run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--seed", run.Output + run.Error, StringComparison.Ordinal);
    }

    /// <summary>What generation_config.json says holds for every command that leaves guidance out, and for no other.</summary>
    [Fact]
    public async Task Generate_ModelWithItsOwnGuidance_UsesItUnlessToldOtherwise()
    {
        CommandRun made = await _janus.RunAsync("model", "init", "--preset", "nano", "--out", "own");
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        File.WriteAllText(_janus.PathOf("own", "generation_config.json"), """{"guidance_scale": 2, "temperature": 0.9}""");
        File.WriteAllLines(_janus.PathOf("lines.jsonl"), ["""{"prompt": "a star"}""", """{"prompt": "a ring", "guidance": 3}"""]);
        foreach (string[] command in (string[][])
            [["generate", "a star", "-n", "1", "--out", "plain"], ["generate", "a star", "-n", "1", "--guidance", "1", "--out", "told"], ["bulk", "lines.jsonl", "--out", "bulk"]])
        {
            CommandRun run = await _janus.RunAsync([.. command, "--model", "own"]);
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }

        Assert.Equal([(2, 0.9)], Settings("plain"));
        Assert.Equal([(1, 0.9)], Settings("told"));
        Assert.Equal([(2, 0.9), (3, 0.9)], Settings("bulk"));

        IEnumerable<(double, double)> Settings(string folder) => _janus.JsonLines(folder, "manifest.jsonl")
            .Select(line => line.GetProperty("settings")).Select(settings => (settings.GetProperty("guidance").GetDouble(), settings.GetProperty("temperature").GetDouble())).Order();
    }

    public void Dispose() => _janus.Dispose();

    /// <returns>SHA-256 of the files that the manifest names, checked against what it says of them.</returns>
    private async Task<string[]> GenerateAsync(string name)
    {
        CommandRun run = await _janus.RunAsync(
            "generate", "a red circle above a blue square", "-n", "2", "--seed", "7", "--out", name, "--data", $"data-{name}");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.True(File.Exists(_janus.PathOf(name, "index.html")));
        IReadOnlyList<JsonElement> manifest = _janus.JsonLines(name, "manifest.jsonl");
        Assert.Equal(2, manifest.Count);
        return [.. manifest.OrderBy(line => line.GetProperty("image").GetInt32()).Select(line =>
        {
            byte[] file = File.ReadAllBytes(_janus.PathOf(name, line.GetProperty("file").GetString()!));
            Assert.True(file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]));
            string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
            Assert.Equal(line.GetProperty("sha256").GetString(), sha256);
            return sha256;
        })];
    }

    /// <summary>The compressed pixels of a PNG file, without its text chunks.</summary>
    private byte[] Pixels(string folder, JsonElement line)
    {
        byte[] png = File.ReadAllBytes(_janus.PathOf(folder, line.GetProperty("file").GetString()!));
        var pixels = new List<byte>();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                pixels.AddRange(png.AsSpan(at + 8, length));
            at += 12 + length;
        }

        return [.. pixels];
    }
}
