using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Model.Configuration;

/// <summary>How prompts are put together: <c>processor_config.json</c>.</summary>
/// <remarks>Source: <c>VLChatProcessor</c> in <c>processing_vlm.py</c> of deepseek-ai/Janus; its defaults.</remarks>
public sealed record ProcessorConfig
{
    public const string FileName = "processor_config.json";

    /// <summary>Placeholder tokens that one image takes in a prompt.</summary>
    public int NumImageTokens { get; init; } = 576;

    /// <summary>Name of the chat template.</summary>
    public string SftFormat { get; init; } = "deepseek";

    /// <summary>The token that stands for an image in a prompt's text.</summary>
    public string ImageTag { get; init; } = "<image_placeholder>";

    /// <summary>Whether the image's start and end tokens are kept as special tokens of the tokenizer.</summary>
    public bool AddSpecialToken { get; init; }

    /// <summary>Label of positions that training ignores.</summary>
    public int IgnoreId { get; init; } = -100;

    public bool MaskPrompt { get; init; } = true;

    /// <summary>Reads the file in <paramref name="folder"/>; without it, the defaults with the vision tower's number of patches.</summary>
    /// <exception cref="CheckpointException">A field is out of range, or the number of image tokens is not the vision tower's.</exception>
    public static ProcessorConfig Read(string folder, VisionConfig vision)
    {
        string file = Path.Combine(folder, FileName);
        var defaults = new ProcessorConfig { NumImageTokens = vision.Patches };
        if (!File.Exists(file))
            return defaults;

        JsonSection root = JsonSection.Read(file);
        int tokens = root.Size("num_image_tokens", vision.Patches);
        if (tokens != vision.Patches)
            throw root.Error("num_image_tokens", $"is {tokens}, but the vision tower makes {vision.Patches} patches");
        return new ProcessorConfig
        {
            NumImageTokens = tokens,
            SftFormat = root.Text("sft_format") ?? defaults.SftFormat,
            ImageTag = root.Text("image_tag") ?? defaults.ImageTag,
            AddSpecialToken = root.Bool("add_special_token", defaults.AddSpecialToken),
            IgnoreId = root.Int("ignore_id", defaults.IgnoreId, int.MinValue, int.MaxValue),
            MaskPrompt = root.Bool("mask_prompt", defaults.MaskPrompt),
        };
    }
}
