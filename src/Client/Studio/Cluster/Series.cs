namespace JanusCluster.Client.Studio.Cluster;

/// <summary>The last values of something that is looked at again and again.</summary>
public sealed class Series
{
    private const int Length = 60;

    private readonly Queue<double> _values = new();

    public IReadOnlyCollection<double> Values => _values;

    public double Last { get; private set; }

    public void Add(double value)
    {
        Last = value;
        _values.Enqueue(value);
        if (_values.Count > Length)
            _values.Dequeue();
    }
}
