namespace JanusCluster.Training.Vq;

/// <param name="Psnr">Peak signal-to-noise ratio in dB.</param>
/// <param name="CodeUsage">Share of the codes that occurred.</param>
/// <param name="FlatAgreement">Share of the patches of one color that have that color's most frequent code: 1 where codes are local.</param>
internal sealed record VqScores(double Psnr, double CodeUsage, double FlatAgreement);
