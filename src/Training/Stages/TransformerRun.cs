using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;
using JanusCluster.Model;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Tokenization;
using JanusCluster.Model.Vq;
using JanusCluster.Training.Data;
using JanusCluster.Training.Optimization;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace JanusCluster.Training.Stages;

/// <summary>Trains everything but the tokenizer of generated images.</summary>
internal sealed class TransformerRun : IDisposable
{
    /// <summary>Of the loss for what stands where, beside those for answers and codes.</summary>
    private const double PlacesWeight = 0.5;

    private readonly TransformerOptions _options;
    private readonly Linear _readPlaces, _madePlaces;
    private readonly VqModel _vq;
    private readonly PromptBuilder _prompts;
    private readonly ImagePreprocessor _preprocessor;
    private readonly int _pad;
    private readonly JanusConfig _config;
    private readonly LearningRate _rate;

    /// <param name="vq">Trained; it makes the codes that are learned.</param>
    public TransformerRun(ModelPreset preset, BpeTokenizer tokenizer, VqModel vq, TransformerOptions options)
    {
        _options = options;
        _vq = vq;
        _config = preset.Config;
        _prompts = new PromptBuilder(tokenizer, preset.Processor);
        _preprocessor = new ImagePreprocessor(preset.Preprocessor.ToOptions());
        _pad = tokenizer.Special.Pad;
        Model = new JanusModel(preset.Config, torch.CPU, torch.ScalarType.Float32);
        Model.InitializeWeights(options.Seed);
        Model.train();
        long width = preset.Config.Language.HiddenSize;
        (_readPlaces, _madePlaces) = (PlacesHead(width), PlacesHead(width));
        Optimizer = new AdamW(
            Weights.Concat(NamesOf("read_places", _readPlaces)).Concat(NamesOf("made_places", _madePlaces)), new AdamWOptions());
        _rate = new LearningRate(options.LearningRate, options.WarmUp, options.Steps);
    }

    public JanusModel Model { get; }

    public AdamW Optimizer { get; }

    /// <summary>Steps of the whole run.</summary>
    public int Steps => _options.Steps;

    /// <summary>What is trained here, by name: all but the tokenizer of generated images.</summary>
    public IEnumerable<(string Name, Parameter Weight)> Weights =>
        Model.named_parameters().Where(one => !one.name.StartsWith("gen_vision_model.", StringComparison.Ordinal)).Select(one => (one.name, one.parameter));

    /// <summary>Takes over the vision encoder of a run that is done.</summary>
    public void Adopt(TransformerRun reader)
    {
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (((_, Parameter mine), (_, Parameter learned)) in Encoder().Zip(reader.Encoder()))
            mine.copy_(learned);
    }

    /// <summary>The stage that a step belongs to.</summary>
    public TrainingStage StageOf(int step)
    {
        double end = 0;
        foreach (TrainingStage stage in _options.Stages)
        {
            end += stage.Share * _options.Steps;
            if (step < end)
                return stage;
        }

        return _options.Stages[^1];
    }

    public StageLosses Step()
    {
        using var scope = torch.NewDisposeScope();
        int step = Optimizer.Step;
        Optimizer.ZeroGradients();
        (torch.Tensor? text, torch.Tensor? codes, torch.Tensor? places) = Losses(StepSeed.Of(_options.Seed, step), Split.Training, StageOf(step));
        using Scalar weight = PlacesWeight.ToScalar();
        torch.Tensor loss = new[] { text, codes, places?.mul(weight) }.OfType<torch.Tensor>().Aggregate((sum, one) => sum.Plus(one));
        loss.backward();
        Optimizer.Update(_rate.At(step));
        return new StageLosses(Number(text), Number(codes));
    }

    /// <summary>The same held-out examples each time, of the last stage. NaN for a kind that it has none of.</summary>
    public StageLosses Evaluate(int batches = 4)
    {
        using IDisposable noGrad = torch.no_grad();
        StageLosses[] all = [.. Enumerable.Range(0, batches).Select(batch =>
        {
            using var scope = torch.NewDisposeScope();
            (torch.Tensor? text, torch.Tensor? codes, _) = Losses(StepSeed.Of(-1, batch), Split.HeldOut, _options.Stages[^1]);
            return new StageLosses(Number(text), Number(codes));
        })];
        return new StageLosses(all.Average(losses => losses.Text), all.Average(losses => losses.Codes));
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        _readPlaces.Dispose();
        _madePlaces.Dispose();
        Model.Dispose();
    }

    private IEnumerable<(string Name, Parameter Weight)> Encoder() => Weights.Where(one => one.Name.StartsWith("vision_model.", StringComparison.Ordinal));

    private static IEnumerable<(string, Parameter)> NamesOf(string name, Linear head) => [($"{name}.weight", head.Weight), ($"{name}.bias", head.Bias!)];

    /// <summary>It is no part of the model: it only tells the model what to have in mind.</summary>
    private static Linear PlacesHead(long width) => new(torch.zeros(PatchClasses.Count, width), torch.zeros(PatchClasses.Count));

    private (torch.Tensor? Text, torch.Tensor? Codes, torch.Tensor? Places) Losses(Random random, Split split, TrainingStage stage)
    {
        var pictures = new List<RgbImage>();
        var source = new SequenceSource(random, split, stage, _prompts, _preprocessor, _pad, _options.RowLength, (int)Math.Sqrt(_config.Vq.CodesPerImage));
        PackedBatch packed = PackedBatch.Fill(_options.Rows, _options.RowLength, _config.Vq.CodesPerImage, () => source.Next(pictures));

        var batch = new BatchTensors(packed, _config.Vision.Patches, _config.Vq.CodesPerImage, _config.Vision.ImageSize, _pad);
        torch.Tensor? codes = batch.Pictures.Count == 0 ? null : Codes([.. batch.Pictures.Select(picture => pictures[(int)picture])]); // [P · G·G]
        torch.Tensor? read = batch.Images is { } images ? Model.EncodeImages(images).flatten(0, 1) : null; // [N · patches, hidden]
        torch.Tensor hidden = Hidden(batch, codes, read); // [R · T, hidden]
        torch.Tensor? text = batch.HasText
            ? CrossEntropy(Model.TextLogits(hidden.index_select(0, batch.TextAt)), batch.TextTargets)
            : null;
        torch.Tensor? drawn = codes is null ? null : hidden.index_select(0, batch.CodesAt); // [P · G·G, hidden]
        torch.Tensor? places = Sum(Places(_readPlaces, read, batch.ImagePlaces), Places(_madePlaces, drawn, batch.CodePlaces));
        return (text, drawn is null ? null : CrossEntropy(Model.ImageLogits(drawn), codes!), places);
    }

    /// <returns>Null where nothing is known of any place.</returns>
    private static torch.Tensor? Places(Linear head, torch.Tensor? features, torch.Tensor classes) =>
        features is null || !classes.data<long>().ToArray().Any(one => one != PatchClasses.Unknown) ? null : CrossEntropy(head.Forward(features), classes);

    private static torch.Tensor? Sum(torch.Tensor? one, torch.Tensor? other) => one is null ? other : other is null ? one : one.Plus(other);

    private torch.Tensor Hidden(BatchTensors batch, torch.Tensor? codes, torch.Tensor? read)
    {
        var tables = new List<torch.Tensor> { Model.EmbedText(batch.Text) };
        if (read is not null)
            tables.Add(read);
        if (codes is not null)
            tables.Add(Model.EmbedImageCodes(codes)); // [P · G·G, hidden]
        torch.Tensor embeds = torch.cat(tables, 0).index_select(0, batch.Order).view(batch.Rows, batch.Length, -1);
        torch.Tensor segments = batch.Segments;
        torch.Tensor seen = segments.unsqueeze(1).eq(segments.unsqueeze(2)).tril(0).unsqueeze(1); // [R, 1, T, T]
        using Scalar lowest = (-1e4).ToScalar();
        torch.Tensor mask = torch.zeros(seen.shape).masked_fill_(seen.logical_not(), lowest);
        return Model.Forward(embeds, null, batch.Positions, mask).flatten(0, 1);
    }

    private torch.Tensor Codes(IReadOnlyList<RgbImage> pictures)
    {
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return _vq.Encode(ImageBatch.ToTensor(pictures)).Codes.MoveToOuterDisposeScope();
    }

    private static torch.Tensor CrossEntropy(torch.Tensor logits, torch.Tensor targets) =>
        torch.nn.functional.cross_entropy(logits, targets);

    private static double Number(torch.Tensor? loss) => loss is null ? double.NaN : loss.item<float>();
}
