using TorchSharp;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Fills a model's parameters from a checkpoint, one at a time, each straight into its own memory.</summary>
public static class WeightLoader
{
    private const string OutputHead = "language_model.lm_head.weight";
    private const string Embedding = "language_model.model.embed_tokens.weight";

    /// <param name="parameters">The model's parameters under deepseek-ai's names, allocated in the type and on the device they shall have. Views that are not contiguous are filled too.</param>
    /// <param name="source">A checkpoint in deepseek-ai's layout or that of transformers.</param>
    /// <returns>Bytes read.</returns>
    /// <exception cref="CheckpointException">Parameters are missing, mis-shaped or not finite, or tensors are left over: all of them in one message. Nothing was loaded unless values are at fault.</exception>
    /// <exception cref="OperationCanceledException">The options asked to stop; some parameters are filled.</exception>
    public static long Load(
        IEnumerable<(string Name, Tensor Destination)> parameters, ICheckpointSource source, WeightLoadOptions? options = null)
    {
        options ??= new WeightLoadOptions();
        (string Name, Tensor Destination)[] wanted = [.. parameters];
        KeyLayout layout = KeyLayout.Detect(source);
        IReadOnlyList<Placement>[] placements =
            [.. wanted.Select(parameter => Resolve(parameter.Name, layout, source, options))];
        Check(wanted, placements, layout, source, options);

        using IDisposable gradient = torch.no_grad();
        long bytes = 0;
        var problems = new WeightProblems();
        for (int i = 0; i < wanted.Length; i++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            foreach (Placement placement in placements[i])
            {
                using Tensor slice = Slice(wanted[i].Destination, placement);
                source.Read(placement.Source, slice);
                bytes += source.Tensors[placement.Source].Bytes;
            }

            if (options.RequireFinite && !IsFinite(wanted[i].Destination))
                problems.Add("parameters hold NaN or infinity", wanted[i].Name);
            options.Progress?.Report(new WeightLoadProgress(i + 1, wanted.Length, bytes));
        }

        problems.Throw(source.Origin, "The file is damaged, or its values overflow the type it is loaded in: download it again, or load it in bfloat16 or float32.");
        return bytes;
    }

    /// <remarks>Files of a model whose output head is tied to its embedding may leave the head out.</remarks>
    private static IReadOnlyList<Placement> Resolve(string name, KeyLayout layout, ICheckpointSource source, WeightLoadOptions options)
    {
        IReadOnlyList<Placement> placements = layout.Sources(name);
        return name == OutputHead
            && options.Config?.Language.TieWordEmbeddings == true
            && !source.Tensors.ContainsKey(placements[0].Source)
                ? layout.Sources(Embedding)
                : placements;
    }

    private static void Check(
        (string Name, Tensor Destination)[] wanted,
        IReadOnlyList<Placement>[] placements,
        KeyLayout layout,
        ICheckpointSource source,
        WeightLoadOptions options)
    {
        var problems = new WeightProblems();
        for (int i = 0; i < wanted.Length; i++)
        {
            foreach (Placement placement in placements[i])
            {
                long[] expected = ShapeOf(wanted[i].Destination.shape, placement);
                if (!source.Tensors.TryGetValue(placement.Source, out TensorInfo? info))
                    problems.Add("parameters are missing from the checkpoint", Describe(wanted[i].Name, placement));
                else if (!info.Shape.SequenceEqual(expected))
                    problems.Add("parameters have another shape", $"{Describe(wanted[i].Name, placement)}: [{string.Join(", ", info.Shape)}] in the checkpoint, [{string.Join(", ", expected)}] in the model");
            }
        }

        var used = placements.SelectMany(list => list).Select(placement => placement.Source).ToHashSet();
        var unused = new UnusedTensors(layout, options.Config);
        foreach (string name in source.Tensors.Keys.Order(StringComparer.Ordinal))
        {
            if (!used.Contains(name) && !unused.Contains(name))
                problems.Add("tensors of the checkpoint belong to no parameter", name);
        }

        problems.Throw(source.Origin, "Check that config.json belongs to these weights.");
    }

    private static string Describe(string name, Placement placement) =>
        placement.Source == name ? name : $"{name} (there: {placement.Source})";

    /// <summary>The shape that the checkpoint's tensor must have to fill its part of the parameter.</summary>
    private static long[] ShapeOf(long[] parameter, Placement placement)
    {
        if (placement.Squeezed)
            return parameter is [1, ..] ? parameter[1..] : parameter;
        return placement.Parts == 1 || parameter.Length == 0 ? parameter : [parameter[0] / placement.Parts, .. parameter[1..]];
    }

    private static Tensor Slice(Tensor destination, Placement placement)
    {
        if (placement.Squeezed)
            return destination.squeeze(0);
        long rows = placement.Parts == 1 ? 0 : destination.shape[0] / placement.Parts;
        return placement.Parts == 1 ? destination.alias() : destination.narrow(0, placement.Part * rows, rows);
    }

    /// <remarks>The extremes are NaN or infinite when any value is, and finding them takes one pass and no memory.</remarks>
    private static bool IsFinite(Tensor values)
    {
        if (!values.is_floating_point() || values.numel() == 0)
            return true;
        using DisposeScope scope = NewDisposeScope();
        (Tensor least, Tensor greatest) = values.aminmax();
        return double.IsFinite(least.to(ScalarType.Float64).item<double>()) && double.IsFinite(greatest.to(ScalarType.Float64).item<double>());
    }
}
