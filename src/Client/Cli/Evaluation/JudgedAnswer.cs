using JanusCluster.Evaluation.Language;

namespace JanusCluster.Client.Cli.Evaluation;

/// <param name="Answer">Of the model.</param>
internal sealed record JudgedAnswer(Question Question, string Answer, bool IsRight);
