namespace JanusCluster.Training.Vq;

/// <param name="Psnr">Peak signal-to-noise ratio in dB.</param>
/// <param name="CodeUsage">Share of the codes that occurred.</param>
internal sealed record VqScores(double Psnr, double CodeUsage);
