namespace JanusCluster.Bench.Autoscale;

/// <summary>What became of each image. Whoever would lose one or make one twice does not get past here.</summary>
/// <param name="images">How many there will be.</param>
internal sealed class Ledger(int images)
{
    private readonly double[] _submitted = new double[images], _rendered = new double[images];
    private readonly short[] _kept = new short[images];
    private readonly State[] _states = new State[images];

    private enum State : byte
    {
        Unknown,
        Submitted,
        Finished,
        Rendered,
    }

    public int Submitted { get; private set; }

    public int Finished { get; private set; }

    public int Rendered { get; private set; }

    public bool IsComplete => Rendered == images;

    public int Submit(double now)
    {
        int image = Submitted++;
        Move(image, State.Unknown, State.Submitted);
        _submitted[image] = now;
        return image;
    }

    /// <summary>Codes that are durable.</summary>
    public int KeptOf(int image) => _kept[image];

    public void Keep(int image, int codes)
    {
        if (_states[image] != State.Submitted || codes < _kept[image])
            throw new InvalidOperationException($"Image {image} would lose codes that were kept.");
        _kept[image] = (short)codes;
    }

    public void Finish(int image)
    {
        Move(image, State.Submitted, State.Finished);
        Finished++;
    }

    public void Render(int image, double now)
    {
        Move(image, State.Finished, State.Rendered);
        _rendered[image] = now;
        Rendered++;
    }

    /// <summary>Seconds from submission to the finished picture, without what it takes to make one; ascending.</summary>
    public double[] Waits(double making)
    {
        var waits = new double[images];
        for (int image = 0; image < images; image++)
            waits[image] = Math.Max(0, _rendered[image] - _submitted[image] - making);
        Array.Sort(waits);
        return waits;
    }

    private void Move(int image, State from, State to)
    {
        if (_states[image] != from)
            throw new InvalidOperationException($"Image {image} is {_states[image]} and cannot become {to}.");
        _states[image] = to;
    }
}
