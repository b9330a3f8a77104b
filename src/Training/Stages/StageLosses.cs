namespace JanusCluster.Training.Stages;

/// <summary>Mean cross-entropies in nats.</summary>
/// <param name="Text">Of the tokens of answers; NaN for a batch without any.</param>
/// <param name="Codes">Of the codes of pictures; NaN for a batch without any.</param>
internal sealed record StageLosses(double Text, double Codes);
