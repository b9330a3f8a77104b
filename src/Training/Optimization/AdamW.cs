using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019) with the gradient's norm clipped, over float32 weights on the CPU.</summary>
/// <remarks>TorchSharp's own passes bare numbers to libtorch (see Model/Layers/Scalars.cs) and needs ten operations a tensor.</remarks>
internal sealed class AdamW : IDisposable
{
    private readonly AdamWOptions _options;
    private readonly Entry[] _entries;

    /// <param name="parameters">Name and weight; matrices decay, vectors (norms and biases) do not.</param>
    public AdamW(IEnumerable<(string Name, Parameter Weight)> parameters, AdamWOptions options)
    {
        _options = options;
        _entries = [.. parameters.Select(one => new Entry(one.Name, one.Weight))];
    }

    /// <summary>Updates made.</summary>
    public int Step { get; private set; }

    /// <summary>Everything that must be kept to go on: every weight and both its moments, by name.</summary>
    public IEnumerable<(string Name, torch.Tensor Values)> State => _entries.SelectMany(entry => entry.State);

    /// <summary>After <see cref="State"/> was filled from a file.</summary>
    public void Restore(int step) => Step = step;

    public void ZeroGradients()
    {
        foreach (Entry entry in _entries)
            entry.Weight.grad = null;
    }

    /// <summary>One update from the gradients that lie at the weights; a weight without one stays as it is.</summary>
    /// <returns>The gradient's norm before it was clipped.</returns>
    public double Update(double learningRate)
    {
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        (Entry Entry, torch.Tensor Gradient)[] all =
            [.. from entry in _entries let gradient = entry.Weight.grad where gradient is not null select (entry, gradient.contiguous())];
        double norm = Math.Sqrt(all.Sum(one => SquaredNorm(Floats(one.Gradient))));
        if (!double.IsFinite(norm))
            throw new ArithmeticException($"The gradient of step {Step} is not finite. Lower the learning rate.");
        double clip = Math.Min(1, _options.MaxNorm / (norm + 1e-6));
        Step++;
        double rate = learningRate * Math.Sqrt(1 - Math.Pow(_options.Beta2, Step)) / (1 - Math.Pow(_options.Beta1, Step));
        Parallel.ForEach(all, one => Apply(one.Entry, Floats(one.Gradient), (float)clip, (float)rate, (float)learningRate));
        return norm;
    }

    /// <summary>Sets a row of a weight, as if it had just begun.</summary>
    public void Replace(string name, int row, torch.Tensor values)
    {
        using var scope = torch.NewDisposeScope();
        Entry entry = _entries.Single(entry => entry.Name == name);
        entry.Weight[row].copy_(values);
        entry.First[row].zero_();
        entry.Second[row].zero_();
    }

    public void Dispose()
    {
        foreach (Entry entry in _entries)
            entry.Dispose();
    }

    private void Apply(Entry entry, Span<float> gradient, float clip, float rate, float learningRate)
    {
        Span<float> weight = Floats(entry.Weight), first = Floats(entry.First), second = Floats(entry.Second);
        float keep = entry.Decays ? 1 - learningRate * (float)_options.WeightDecay : 1;
        float beta1 = (float)_options.Beta1, beta2 = (float)_options.Beta2, epsilon = (float)_options.Epsilon;
        int i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[i..]) * clip;
            Vector<float> m = new Vector<float>(first[i..]) * beta1 + g * (1 - beta1);
            Vector<float> v = new Vector<float>(second[i..]) * beta2 + g * g * (1 - beta2);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            (new Vector<float>(weight[i..]) * keep - m * rate / (Vector.SquareRoot(v) + new Vector<float>(epsilon))).CopyTo(weight[i..]);
        }

        for (; i < gradient.Length; i++)
        {
            float g = gradient[i] * clip;
            first[i] = first[i] * beta1 + g * (1 - beta1);
            second[i] = second[i] * beta2 + g * g * (1 - beta2);
            weight[i] = weight[i] * keep - first[i] * rate / (MathF.Sqrt(second[i]) + epsilon);
        }
    }

    private static double SquaredNorm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var v = new Vector<float>(values[i..]);
            sum += Vector.Dot(v, v);
        }

        for (; i < values.Length; i++)
            sum += values[i] * values[i];
        return sum;
    }

    private static Span<float> Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private sealed class Entry : IDisposable
    {
        public Entry(string name, Parameter weight)
        {
            if (weight.dtype != torch.ScalarType.Float32 || !weight.is_contiguous())
                throw new ArgumentException($"{name} is not dense float32.", nameof(weight));
            Name = name;
            Weight = weight;
            First = torch.zeros(weight.shape).DetachFromDisposeScope();
            Second = torch.zeros(weight.shape).DetachFromDisposeScope();
        }

        public string Name { get; }

        public Parameter Weight { get; }

        public torch.Tensor First { get; }

        public torch.Tensor Second { get; }

        public bool Decays => Weight.dim() > 1;

        public IEnumerable<(string, torch.Tensor)> State => [(Name, Weight), ($"{Name}.first", First), ($"{Name}.second", Second)];

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
