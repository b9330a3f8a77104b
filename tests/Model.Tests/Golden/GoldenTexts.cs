using System.Text.Json;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>The JSON files of the golden folder.</summary>
internal static class GoldenTexts
{
    /// <summary><c>texts.json</c>: images, chat, tokenizer and processor cases.</summary>
    public static JsonElement Texts { get; } = Read("texts.json");

    /// <summary><c>goldens.json</c>: for each tensor its input and a note.</summary>
    public static JsonElement TensorNotes { get; } = Read("goldens.json").GetProperty("tensors");

    public static long PadId => SpecialId("pad_id");

    public static long EndId => SpecialId("eos");

    /// <summary>The text-to-image prompt, up to and with the token that begins an image.</summary>
    public static IReadOnlyList<long> ImagePromptIds =>
        [.. Texts.GetProperty("t2i").GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt64())];

    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenFolder.Path, name)));
        return document.RootElement.Clone();
    }

    public static int[] ToIntegers(this JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetInt32())];

    private static long SpecialId(string name) => Texts.GetProperty("special_ids").GetProperty(name).GetInt64();
}
