using System.Text.Json.Nodes;
using JanusCluster.Model.Configuration;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>Makes a checkpoint of random weights in the published layout, with everything beside the weights that a model needs.</summary>
public static class CheckpointInitializer
{
    /// <summary>Writes the checkpoint, tensor by tensor: memory stays at some tens of megabytes for any preset.</summary>
    /// <param name="target">A folder that does not exist or is empty. It comes into being complete: everything is written to a folder beside it first.</param>
    /// <exception cref="CheckpointException">The target is not empty, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The options asked to stop.</exception>
    public static void Write(ModelPreset preset, string target, CheckpointInitOptions? options = null)
    {
        options ??= new CheckpointInitOptions();
        Create(target, folder => WriteFiles(preset, folder, options));
    }

    /// <summary>Makes a folder that comes into being complete, or not at all.</summary>
    /// <param name="fill">Gets a folder beside it.</param>
    internal static void Create(string target, Action<string> fill)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        string temporary = $"{path}.partial-{Guid.NewGuid():N}";
        try
        {
            if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
                throw new CheckpointException($"{path} is not empty. Name a new folder; nothing is overwritten.");
            Directory.CreateDirectory(temporary);
            fill(temporary);
            if (Directory.Exists(path))
                Directory.Delete(path);
            Directory.Move(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static void WriteFiles(ModelPreset preset, string folder, CheckpointInitOptions options)
    {
        WriteSettings(preset, folder, options.TypeName);
        TokenizerFiles.Write(folder, preset);
        TensorInfo[] tensors =
            [.. CheckpointLayout.Tensors(preset.Config).Select(tensor => new TensorInfo(tensor.Name, tensor.Shape, options.Type))];
        long total = tensors.Sum(tensor => tensor.Elements), written = 0;
        ShardedSafetensors.Write(folder, tensors, Values, options.ShardBytes);

        IEnumerable<Tensor> Values(TensorInfo tensor)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            options.Progress?.Report((written, total));
            written += tensor.Elements;
            return InitialWeights.Values(tensor, options.Seed);
        }
    }

    /// <summary>Everything but the weights and the tokenizer.</summary>
    /// <param name="generation">Null leaves its file out, as the published models do.</param>
    internal static void WriteSettings(ModelPreset preset, string folder, string typeName, GenerationConfig? generation = null)
    {
        TokenizerFiles.Save(folder, JanusConfigReader.FileName, JanusConfigWriter.ToJson(preset.Config, typeName));
        TokenizerFiles.Save(folder, PreprocessorConfigReader.FileName, Preprocessor(preset.Preprocessor));
        TokenizerFiles.Save(folder, ProcessorConfig.FileName, Processor(preset.Processor));
        if (generation is not null)
            TokenizerFiles.Save(folder, GenerationConfig.FileName, generation.ToJson());
    }

    private static JsonObject Preprocessor(PreprocessorConfig config) => new()
    {
        ["background_color"] = new JsonArray([.. config.Background.Select(channel => (JsonNode)(int)channel)]),
        ["do_normalize"] = config.Normalize,
        ["image_mean"] = new JsonArray([.. config.Mean.Select(channel => (JsonNode)channel)]),
        ["image_processor_type"] = "VLMImageProcessor",
        ["image_size"] = config.ImageSize,
        ["image_std"] = new JsonArray([.. config.StandardDeviation.Select(channel => (JsonNode)channel)]),
        ["min_size"] = config.MinSize,
        ["processor_class"] = "VLChatProcessor",
        ["rescale_factor"] = config.RescaleFactor,
    };

    private static JsonObject Processor(ProcessorConfig config) => new()
    {
        ["add_special_token"] = config.AddSpecialToken,
        ["ignore_id"] = config.IgnoreId,
        ["image_tag"] = config.ImageTag,
        ["mask_prompt"] = config.MaskPrompt,
        ["num_image_tokens"] = config.NumImageTokens,
        ["processor_class"] = "VLChatProcessor",
        ["sft_format"] = config.SftFormat,
    };
}
