using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Tasks;
using JanusCluster.Imaging;

namespace JanusCluster.Client.Cli.Evaluation;

/// <param name="Fault">What is wrong with the picture; null for nothing.</param>
internal sealed record JudgedPicture(TextToImageCategory Category, Caption Caption, RgbImage Picture, string? Fault);
