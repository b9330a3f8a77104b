using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Imaging;
using JanusCluster.Model;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Tokenization;
using JanusCluster.Silo.Hosting;
using TorchSharp;

namespace JanusCluster.Silo.Models;

/// <summary>A loaded checkpoint with all that requests need of it. Threads may read its weights side by side; nobody writes them.</summary>
internal sealed class ServedModel
{
    private ServedModel(JanusCheckpoint checkpoint)
    {
        Weights = checkpoint.Model;
        Tokenizer = checkpoint.Tokenizer;
        Prompts = checkpoint.Prompts;
        Images = checkpoint.Preprocessing;
        var config = Weights.Config;
        int context = config.Language.MaxPositions, codes = config.Vq.CodesPerImage;
        Description = new ModelDescription(
            checkpoint.Name, checkpoint.Hash.Value, checkpoint.Computing.NumericsClass, codes, config.Vq.ImageSize, context,
            Math.Max(0, context - codes), Weights.parameters().Sum(parameter => parameter.numel()),
            ImageDefaults: new ImageSettings(checkpoint.Generation.GuidanceScale, checkpoint.Generation.Temperature));
    }

    public JanusModel Weights { get; }

    public BpeTokenizer Tokenizer { get; }

    public PromptBuilder Prompts { get; }

    public ImagePreprocessor Images { get; }

    public ModelDescription Description { get; private set; }

    public static ServedModel Load(ModelSettings settings) =>
        new(JanusCheckpoint.Load(settings.Path, settings.Device, settings.Dtype));

    /// <summary>Takes note of what only the engine knows.</summary>
    public void Describe(bool isDeterministic) => Description = Description with { IsDeterministic = isDeterministic };

    public bool IsOnCpu => Weights.Allocation.Device.type == DeviceType.CPU;

    /// <summary>Memory for keys and values: what is left after the weights, with room for activations and the decoder.</summary>
    public long KvBudget() => IsOnCpu
        ? Math.Max(256L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4)
        : 8L << 30;

    /// <summary>The codes of an image, or the first of them.</summary>
    /// <exception cref="JanusException">Not the codes of one image of this model.</exception>
    public ushort[] CheckCodes(byte[] bytes)
    {
        int codes = Description.CodesPerImage, codebook = Weights.Config.Vq.CodebookSize;
        if (bytes.Length % 2 != 0 || bytes.Length > 2 * codes)
            throw JanusException.Invalid("codes", $"An image of this model has {codes} codes in {2 * codes} bytes, or fewer as far as it is drawn, not {bytes.Length}.");
        ushort[] values = CodeBytes.ToCodes(bytes);
        int wrong = Array.FindIndex(values, code => code >= codebook);
        if (wrong >= 0)
            throw JanusException.Invalid("codes", $"Code {wrong} is {values[wrong]}; the codebook has {codebook} entries.");
        return values;
    }
}
