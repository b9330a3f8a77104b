using JanusCluster.Bench.Measuring;

namespace JanusCluster.Bench.Cases;

/// <summary>A step's time at several lengths, and from that the time of all steps of an image.</summary>
internal sealed class StepTimes
{
    private readonly List<(double Drawn, double Time)> _points = [];

    /// <summary>Adds steps of about the same length as one point.</summary>
    /// <param name="steps">Codes that each image had before the step, and the step's milliseconds.</param>
    public void Add(IReadOnlyCollection<(int Drawn, double Time)> steps) =>
        _points.Add((steps.Average(step => step.Drawn), Numbers.Median(steps.Select(step => step.Time))));

    /// <summary>All steps behind the first code, each with its time on the straight lines between the points and beyond them.</summary>
    public double Sum(int codes) => Enumerable.Range(1, codes - 1).Sum(drawn => At(drawn));

    private double At(double drawn)
    {
        if (_points.Count == 1)
            return _points[0].Time;
        int right = _points.FindIndex(1, point => point.Drawn >= drawn);
        (double Drawn, double Time) to = right < 0 ? _points[^1] : _points[right], from = _points[(right < 0 ? _points.Count - 1 : right) - 1];
        return from.Time + ((to.Time - from.Time) * (drawn - from.Drawn) / (to.Drawn - from.Drawn));
    }
}
