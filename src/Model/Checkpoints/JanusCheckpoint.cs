using JanusCluster.Imaging;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Runtime;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Checkpoints;

/// <summary>A published folder, loaded: the weights on their device, and all that belongs to them.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Preprocessing">How images are prepared for the vision tower.</param>
/// <param name="Generation">How pictures are best drawn.</param>
public sealed record JanusCheckpoint(
    string Name,
    ModelHash Hash,
    ComputeDevice Computing,
    JanusModel Model,
    BpeTokenizer Tokenizer,
    PromptBuilder Prompts,
    ImagePreprocessor Preprocessing,
    GenerationConfig Generation)
{
    private const string TokenizerFile = "tokenizer.json";

    /// <summary>Loads a folder in either published layout straight into the target dtype.</summary>
    /// <param name="device">cpu, cuda or cuda:N; null takes the best that the machine has.</param>
    /// <param name="dtype">float32, bf16 or float16; null takes what the device computes fastest.</param>
    /// <exception cref="CheckpointException">Something is missing, damaged, or does not fit together.</exception>
    /// <exception cref="ArgumentException">An unknown device or dtype, or one that this machine does not have.</exception>
    public static JanusCheckpoint Load(string folder, string? device, string? dtype, WeightLoadOptions? options = null)
    {
        JanusConfig config = JanusConfigReader.Read(folder);
        PreprocessorConfig preprocessor = PreprocessorConfigReader.Read(folder, config.Vision);
        ProcessorConfig processor = ProcessorConfig.Read(folder, config.Vision);
        GenerationConfig generation = GenerationConfig.Read(folder);
        BpeTokenizer tokenizer = LoadTokenizer(folder, config);
        using ICheckpointSource source = CheckpointDirectory.Open(folder);
        ModelHash hash = ModelHash.Compute(folder, source);
        ComputeDevice computing = ComputeDevice.Choose(device, dtype, CheckpointReport.Of(source).Parameters);
        var model = new JanusModel(config, computing.Device, computing.Dtype);
        try
        {
            WeightLoader.Load(model.named_parameters().Select(entry => (entry.name, (TorchSharp.torch.Tensor)entry.parameter)), source,
                (options ?? new WeightLoadOptions()) with { Config = config });
        }
        catch
        {
            model.Dispose();
            throw;
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new JanusCheckpoint(
            name, hash, computing, model, tokenizer, new PromptBuilder(tokenizer, processor), new ImagePreprocessor(preprocessor.ToOptions()), generation);
    }

    private static BpeTokenizer LoadTokenizer(string folder, JanusConfig config)
    {
        string file = Path.Combine(folder, TokenizerFile);
        if (!File.Exists(file))
            throw new CheckpointException($"{file} does not exist. It is part of the published checkpoint: download it beside the weights.");
        try
        {
            BpeTokenizer tokenizer = BpeTokenizer.Load(file);
            return tokenizer.VocabularySize <= config.Language.VocabularySize
                ? tokenizer
                : throw new CheckpointException(
                    $"{file} has ids up to {tokenizer.VocabularySize - 1}; the model's vocabulary_size is {config.Language.VocabularySize}. They belong to different models.");
        }
        catch (TokenizerFormatException e)
        {
            throw new CheckpointException($"{file}: {e.Message}", e);
        }
    }
}
