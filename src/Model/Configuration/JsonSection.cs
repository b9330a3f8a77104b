using System.Text.Json;
using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Model.Configuration;

/// <summary>One object of a configuration file, read field by field within bounds.</summary>
/// <remarks>Every error is a <see cref="CheckpointException"/> that names the file and the field's path.</remarks>
/// <param name="File">The file, for messages.</param>
/// <param name="Path">The object's place in the file, "" for the root.</param>
/// <param name="Value">The object, or undefined when the file leaves it out: then every field has its default.</param>
internal readonly record struct JsonSection(string File, string Path, JsonElement Value)
{
    /// <summary>Largest configuration file that is read.</summary>
    private const long MaxFileBytes = 4 << 20;

    public static JsonSection Read(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists)
                throw new CheckpointException($"{file} does not exist. Download it beside the weights, or pass the checkpoint's folder.");
            if (info.Length > MaxFileBytes)
                throw new CheckpointException($"{file} has {info.Length} bytes; a configuration file has at most {MaxFileBytes}.");
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new CheckpointException($"{file} holds no JSON object.");
            return new JsonSection(file, "", document.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CheckpointException($"{file} cannot be read as JSON: {e.Message}", e);
        }
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>An object inside this one; empty when the file leaves it out.</summary>
    public JsonSection Section(string name) => Find(name) switch
    {
        null => new JsonSection(File, Join(name), default),
        { ValueKind: JsonValueKind.Object } value => new JsonSection(File, Join(name), value),
        _ => throw Error(name, "is not an object"),
    };

    /// <exception cref="CheckpointException">The field is no integer from <paramref name="min"/> to <paramref name="max"/>, or missing without a default.</exception>
    public int Int(string name, int? fallback, int min, int max)
    {
        if (Find(name) is not { } value)
            return fallback ?? throw Error(name, "is missing");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= min && number <= max
            ? number
            : throw Error(name, $"is {value.GetRawText()}; it must be an integer from {min} to {max}");
    }

    /// <summary>An integer above zero, with a bound that keeps products of sizes far from overflow.</summary>
    public int Size(string name, int? fallback = null, int max = 1 << 20) => Int(name, fallback, 1, max);

    public double Number(string name, double fallback, double above, double max)
    {
        if (Find(name) is not { } value)
            return fallback;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number > above && number <= max
            ? number
            : throw Error(name, $"is {value.GetRawText()}; it must be a number above {above} and at most {max}");
    }

    public bool Bool(string name, bool fallback) => Find(name) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Error(name, $"is {value.GetRawText()}; it must be true or false"),
    };

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Error(name, "must be a string in valid UTF-8");
        }
    }

    public IReadOnlyList<T> List<T>(string name, IReadOnlyList<T> fallback, int maxCount, Func<JsonElement, T?> element)
        where T : struct
    {
        if (Find(name) is not { } value)
            return fallback;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 || value.GetArrayLength() > maxCount)
            throw Error(name, $"must be a list of 1 to {maxCount} values");
        JsonSection section = this;
        return [.. value.EnumerateArray().Select(item =>
            element(item) ?? throw section.Error(name, $"holds {item.GetRawText()}, which is out of range"))];
    }

    /// <summary>Refuses a field that asks for something else than the one thing supported.</summary>
    public void Require(string name, string supported)
    {
        if (Text(name) is { } text && text != supported)
            throw Error(name, $"is \"{text}\"; only \"{supported}\" is supported");
    }

    public CheckpointException Error(string name, string problem) => new($"{File}: {Join(name)} {problem}.");

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <remarks>A null is as good as an absent field: Hugging Face writes nulls for "use the default".</remarks>
    private JsonElement? Find(string name) =>
        Value.ValueKind == JsonValueKind.Object
        && Value.TryGetProperty(name, out JsonElement found)
        && found.ValueKind != JsonValueKind.Null
            ? found
            : null;
}
