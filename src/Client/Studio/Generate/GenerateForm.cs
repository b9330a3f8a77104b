using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using JanusCluster.Client.Studio.Pictures;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Studio.Generate;

/// <summary>What the form of the page <c>Generate</c> holds; kept as a draft over reloads.</summary>
internal sealed record GenerateForm
{
    public string Prompt { get; init; } = "";

    public int Count { get; init; } = 4;

    public long Seed { get; init; } = NewSeed();

    /// <summary>The next pictures get the same seed again.</summary>
    public bool IsSeedLocked { get; init; }

    /// <summary>Null takes the model's own.</summary>
    public double? Guidance { get; init; }

    /// <summary>Null takes the model's own.</summary>
    public double? Temperature { get; init; }

    /// <summary>Small enough to be read out.</summary>
    public static long NewSeed() => RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <exception cref="Contracts.JanusException">Names the field that is wrong.</exception>
    public ImageRequest ToRequest(ImageSettings defaults)
    {
        var request = new ImageRequest("image", Prompt.Trim(), Count, Seed, defaults with
        {
            Guidance = Guidance ?? defaults.Guidance,
            Temperature = Temperature ?? defaults.Temperature,
        });
        RequestRules.Validate(request);
        return request;
    }

    /// <summary>The form for a picture that was made before.</summary>
    /// <param name="seed">Its own, to make it again; null makes variations.</param>
    public static GenerateForm Again(string prompt, double? guidance, double? temperature, long? seed) => new()
    {
        Prompt = prompt,
        Guidance = guidance,
        Temperature = temperature,
        Seed = seed ?? NewSeed(),
        IsSeedLocked = seed is not null,
        Count = seed is null ? new GenerateForm().Count : 1,
    };

    /// <summary>The page's address with a picture's settings in the form.</summary>
    public static string AddressOf(ImageItem item, PictureChoice choice) => string.Create(
        CultureInfo.InvariantCulture,
        $"{StudioPaths.Generate}?prompt={Uri.EscapeDataString(item.Prompt)}&guidance={item.Settings.Guidance}&temperature={item.Settings.Temperature}{(choice == PictureChoice.SameSettings ? $"&seed={item.Seed}" : "")}");

    public string ToDraft() => JsonSerializer.Serialize(this);

    /// <returns>An empty form for what is no draft.</returns>
    public static GenerateForm OfDraft(string? draft)
    {
        try
        {
            return draft is null ? new GenerateForm() : JsonSerializer.Deserialize<GenerateForm>(draft) ?? new GenerateForm();
        }
        catch (JsonException)
        {
            return new GenerateForm();
        }
    }
}
