namespace JanusCluster.Training.Vq;

/// <param name="Total">What was minimised.</param>
/// <param name="Square">Mean squared difference of pixels from -1 to 1.</param>
/// <param name="Entropy">Weighted.</param>
internal sealed record VqLosses(float Total, float Square, float Entropy);
