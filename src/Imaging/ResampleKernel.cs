namespace JanusCluster.Imaging;

/// <summary>The fixed-point weights of one pass of a bicubic resize: for each output position a window of input positions.</summary>
/// <remarks>Arithmetic of Pillow's <c>ImagingResample</c> for 8-bit channels: weights in float64, normalised, then rounded to 22 bits.</remarks>
internal sealed class ResampleKernel
{
    /// <summary>32 bits less 8 for the sample and 2 for the overshoot of the filter.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    private const double CubicA = -0.5;
    private const double CubicSupport = 2.0;

    private readonly int[] _weights;
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int _stride;

    /// <param name="inputSize">Samples of the line that is read.</param>
    /// <param name="outputSize">Samples of the line that is written.</param>
    public ResampleKernel(int inputSize, int outputSize)
    {
        var scale = (double)inputSize / outputSize;
        var filterScale = Math.Max(scale, 1.0);
        var support = CubicSupport * filterScale;
        _stride = (int)Math.Ceiling(support) * 2 + 1;
        _weights = new int[checked(outputSize * _stride)];
        _starts = new int[outputSize];
        _counts = new int[outputSize];
        Span<double> window = new double[_stride];
        for (var position = 0; position < outputSize; position++)
        {
            var center = (position + 0.5) * scale;
            var start = Math.Max((int)(center - support + 0.5), 0);
            var count = Math.Min((int)(center + support + 0.5), inputSize) - start;
            Fill(window[..count], start - center + 0.5, 1.0 / filterScale);
            for (var i = 0; i < count; i++)
                _weights[position * _stride + i] = ToFixedPoint(window[i]);
            _starts[position] = start;
            _counts[position] = count;
        }
    }

    public int OutputSize => _starts.Length;

    /// <summary>First input position that output <paramref name="position"/> reads.</summary>
    public int Start(int position) => _starts[position];

    /// <summary>Weights, scaled by 2^22, of the input positions from <see cref="Start"/> on.</summary>
    public ReadOnlySpan<int> Weights(int position) => _weights.AsSpan(position * _stride, _counts[position]);

    private static void Fill(Span<double> window, double offset, double filterStep)
    {
        var sum = 0.0;
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = Cubic((i + offset) * filterStep);
            sum += window[i];
        }
        for (var i = 0; i < window.Length && sum != 0.0; i++)
            window[i] /= sum;
    }

    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        if (x < 1.0)
            return ((CubicA + 2.0) * x - (CubicA + 3.0)) * x * x + 1.0;
        return x < 2.0 ? (((x - 5.0) * x + 8.0) * x - 4.0) * CubicA : 0.0;
    }

    // Half away from zero, by truncation.
    private static int ToFixedPoint(double weight) => (int)(weight * (1 << PrecisionBits) + (weight < 0 ? -0.5 : 0.5));
}
