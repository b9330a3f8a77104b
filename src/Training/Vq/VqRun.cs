using System.Runtime.InteropServices;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Vq;
using JanusCluster.Training.Data;
using JanusCluster.Training.Optimization;
using TorchSharp;

namespace JanusCluster.Training.Vq;

/// <summary>Trains the tokenizer of generated images.</summary>
/// <remarks>
/// Losses: mean absolute and mean squared difference, the quantizer's own (codebook, commitment, entropy), and one for latents that
/// change with what is far from them. Codes that no picture of some steps used are moved to latents that lie far from any code.
/// </remarks>
internal sealed class VqRun : IDisposable
{
    private const string Codebook = "quantize.embedding.weight";

    /// <summary>A dead code moves to one of the worst so-many-th of the latents.</summary>
    private const int WorstShare = 8;
    private static readonly Scalar Minus = (-1).ToScalar();

    private readonly VqOptions _options;
    private readonly LearningRate _rate;
    private readonly torch.Generator _generator;
    private readonly torch.Tensor _used; // float32 [codes]: how often since the last look

    public VqRun(VqConfig config, VqOptions options)
    {
        _options = options;
        var quantizer = new QuantizerOptions { EntropyWeight = options.EntropyWeight };
        Model = new VqModel(config, new Allocation(torch.CPU, torch.ScalarType.Float32), quantizer);
        _generator = new torch.Generator((ulong)options.Seed, torch.CPU);
        _used = torch.zeros(config.CodebookSize);
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Model.InitializeAllWeights(_generator);
        // A block that adds nothing yet lets colors through: behind random ones, each as loud as a picture, they are hard to find.
        foreach ((string name, TorchSharp.Modules.Parameter weight) in Model.named_parameters())
        {
            if (name.EndsWith("conv2.weight", StringComparison.Ordinal) || name.EndsWith("proj_out.weight", StringComparison.Ordinal))
                weight.zero_();
        }

        Model.Quantizer.Codebook.normal_(0, 1, _generator);
        Optimizer = new AdamW(Model.named_parameters().Select(one => (one.name, one.parameter)), new AdamWOptions { WeightDecay = 0, Beta2 = 0.99 });
        _rate = new LearningRate(options.LearningRate, options.WarmUp, options.Steps);
    }

    public VqModel Model { get; }

    public AdamW Optimizer { get; }

    /// <summary>Everything that must be kept to go on.</summary>
    public IEnumerable<(string Name, torch.Tensor Values)> State => Optimizer.State.Append(("codes_used", _used));

    /// <summary>One step on scenes that depend on the seed and the step alone.</summary>
    public VqLosses Step()
    {
        using var scope = torch.NewDisposeScope();
        int step = Optimizer.Step;
        Model.train();
        Optimizer.ZeroGradients();
        torch.Tensor images = Batch(StepSeed.Of(_options.Seed, step), _options.MosaicShare(step));
        if (step == _options.ContinuousSteps)
            PlaceCodes();
        torch.Tensor latents = Model.BeforeQuantizer.Forward(Model.Encoder.Forward(images)); // [N, C, G, G]
        if (step < _options.ContinuousSteps)
            return Continuous(images, latents, step);
        Quantization quantization = Model.Quantizer.Forward(latents);
        (torch.Tensor distance, torch.Tensor square) = Distances(Model.Decode(quantization.Quantized.contiguous()), images);
        QuantizationLosses losses = quantization.Losses!;
        torch.Tensor loss = distance.Plus(losses.Codebook).Plus(losses.Commitment).Plus(losses.Entropy).Plus(Locality(images, latents, step));
        loss.backward();
        Optimizer.Update(_rate.At(step));
        Reseed(step, latents, quantization.Codes);
        return new VqLosses(loss.item<float>(), square.item<float>(), losses.Entropy.item<float>());
    }

    /// <summary>Held-out scenes there and back.</summary>
    public VqScores Evaluate()
    {
        int scenes = _options.EvaluationScenes;
        using var scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        Model.eval();
        var random = new Random(_options.Seed);
        var generator = new SceneGenerator(random, Split.HeldOut);
        double square = 0;
        var codes = new HashSet<long>();
        var flat = new FlatPatches();
        const int Batch = 32;
        for (int done = 0; done < scenes; done += Batch)
        {
            using var inner = torch.NewDisposeScope();
            RgbImage[] images = [.. Enumerable.Range(done, Batch).Select(i => SceneRenderer.Draw(generator.Next((SceneLayout)(i % 5))))];
            torch.Tensor pixels = ImageBatch.ToTensor(images);
            Quantization quantization = Model.Encode(pixels);
            torch.Tensor difference = Model.Decode(quantization.Quantized).clamp(Minus, Scalars.One) - pixels;
            square += (difference * difference).mean().item<float>() * Batch / scenes;
            long[] drawn = quantization.Codes.data<long>().ToArray();
            codes.UnionWith(drawn);
            flat.Add(pixels, drawn);
        }

        return new VqScores(10 * Math.Log10(4 / square), (double)codes.Count / _used.shape[0], flat.Agreement);
    }

    public void Dispose()
    {
        _used.Dispose();
        Optimizer.Dispose();
        Model.Dispose();
        _generator.Dispose();
    }

    private torch.Tensor Batch(Random random, double mosaics)
    {
        var generator = new SceneGenerator(random, Split.Training);
        return ImageBatch.ToTensor([.. Enumerable.Range(0, _options.BatchSize).Select(i => Picture((SceneLayout)(i % 5)))]);

        RgbImage Picture(SceneLayout layout)
        {
            if (random.NextDouble() < mosaics)
                return Mosaic.Draw(random);
            Scene scene = generator.Next(layout);
            return random.Next(4) == 0 ? ShortSideCrop.ToSquare(SceneRenderer.DrawRough(scene, random), SceneGeometry.Side) : SceneRenderer.Draw(scene);
        }
    }

    /// <summary>A step without the codebook: the latents are decoded as they are.</summary>
    private VqLosses Continuous(torch.Tensor images, torch.Tensor latents, int step)
    {
        (torch.Tensor distance, torch.Tensor square) = Distances(Model.Decode(Scaled(latents)), images);
        torch.Tensor loss = distance.Plus(Locality(images, latents, step));
        loss.backward();
        Optimizer.Update(_rate.At(step));
        return new VqLosses(loss.item<float>(), square.item<float>(), 0);
    }

    /// <summary>
    /// How much latents change when the other half of the picture is another's (those beside the seam may), and how much those of
    /// plain patches of one color differ.
    /// </summary>
    /// <remarks>
    /// Without it a code of plain background tells what stands elsewhere in the picture, for norms and attention see all of it:
    /// a transformer can hardly learn such codes (docs/lab-log.md).
    /// </remarks>
    private torch.Tensor Locality(torch.Tensor images, torch.Tensor latents, int step)
    {
        long half = images.shape[0] / 2, middle = images.shape[3] / 2, columns = latents.shape[3] / 2;
        torch.Tensor first = images.narrow(0, 0, half), second = images.narrow(0, half, half);
        torch.Tensor mixed = torch.cat([first.narrow(3, 0, middle), second.narrow(3, middle, middle)], 3);
        torch.Tensor scaled = Scaled(latents), plain = FlatPatches.Spread(images, scaled), ofMixed = Scaled(Model.BeforeQuantizer.Forward(Model.Encoder.Forward(mixed)));
        torch.Tensor left = ofMixed.narrow(3, 0, columns - 1) - scaled.narrow(0, 0, half).narrow(3, 0, columns - 1);
        torch.Tensor right = ofMixed.narrow(3, columns + 1, columns - 1) - scaled.narrow(0, half, half).narrow(3, columns + 1, columns - 1);
        using Scalar weight = (_options.LocalityAt(step) / 2).ToScalar();
        return (left * left).sum(1).mean().Plus((right * right).sum(1).mean()).Plus(plain) * weight;
    }

    private static torch.Tensor Scaled(torch.Tensor latents) => torch.nn.functional.normalize(latents, 2, 1, 1e-12);

    private static (torch.Tensor Loss, torch.Tensor Square) Distances(torch.Tensor decoded, torch.Tensor images)
    {
        torch.Tensor difference = decoded - images;
        torch.Tensor square = (difference * difference).mean();
        return (difference.abs().mean().Plus(square), square);
    }

    /// <summary>Puts the codes where latents of some batches of mosaics are, by spherical k-means: of plain pictures, most are background.</summary>
    private void PlaceCodes()
    {
        const int Batches = 16, Rounds = 12;
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        torch.Tensor[] parts = [.. Enumerable.Range(0, Batches).Select(i => Rows(Model.BeforeQuantizer.Forward(Model.Encoder.Forward(Batch(StepSeed.Of(-2, i), 1)))))];
        torch.Tensor rows = torch.cat(parts, 0); // [latents, C]
        long codes = Model.Quantizer.Codebook.shape[0];
        torch.Tensor centers = rows.index_select(0, torch.randperm(rows.shape[0], generator: _generator).narrow(0, 0, codes));
        for (int round = 0; round < Rounds; round++)
        {
            torch.Tensor nearest = torch.matmul(rows, centers.t()).argmax(1);
            torch.Tensor sums = torch.zeros_like(centers).index_add_(0, nearest, rows, Scalars.One);
            torch.Tensor isEmpty = sums.abs().sum(1, keepdim: true).eq(Scalars.Zero);
            centers = torch.nn.functional.normalize(torch.where(isEmpty, centers, sums), 2, -1, 1e-12);
        }

        for (int code = 0; code < codes; code++)
            Optimizer.Replace(Codebook, code, centers[code]);
    }

    /// <summary>Latents [N, C, G, G] to rows [N·G·G, C] of length one.</summary>
    private static torch.Tensor Rows(torch.Tensor latents) =>
        torch.nn.functional.normalize(latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1]), 2, -1, 1e-12);

    private void Reseed(int step, torch.Tensor latents, torch.Tensor codes)
    {
        Span<float> used = MemoryMarshal.Cast<byte, float>(_used.bytes);
        foreach (long code in codes.data<long>())
            used[(int)code]++;
        if ((step + 1) % _options.ReseedEvery != 0)
            return;
        if (step < _options.Steps * _options.ReseedUntil)
        {
            using IDisposable noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            torch.Tensor rows = Rows(latents);
            torch.Tensor nearest = torch.matmul(rows, torch.nn.functional.normalize(Model.Quantizer.Codebook, 2, -1, 1e-12).t()).amax([1]);
            // The worst come first; one that is chosen twice costs a code until the next look.
            long[] worst = nearest.argsort(0).narrow(0, 0, rows.shape[0] / WorstShare).data<long>().ToArray();
            var random = new Random(step);
            for (int code = 0; code < used.Length; code++)
            {
                if (used[code] < _options.ReseedBelow)
                    Optimizer.Replace(Codebook, code, rows[worst[random.Next(worst.Length)]]);
            }
        }

        used.Clear();
    }
}
