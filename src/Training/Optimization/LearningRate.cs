namespace JanusCluster.Training.Optimization;

/// <summary>Linear warm-up, then half a cosine down to a fraction of the peak.</summary>
internal sealed record LearningRate(double Peak, int WarmUp, int Steps, double Last = 0.02)
{
    /// <param name="step">From 0.</param>
    public double At(int step)
    {
        if (step < WarmUp)
            return Peak * (step + 1) / WarmUp;
        double done = Math.Min(1, (double)(step - WarmUp) / Math.Max(1, Steps - WarmUp));
        return Peak * (Last + (1 - Last) * (1 + Math.Cos(Math.PI * done)) / 2);
    }
}
