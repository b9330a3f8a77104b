namespace JanusCluster.Bench.Faults.History;

/// <summary>A client was told that its turn is accepted.</summary>
/// <param name="Answer">The whole answer as it must come out.</param>
internal sealed record TurnAccepted(long At, string Conversation, int Turn, string Question, string Answer) : HistoryEvent(At);

/// <summary>A client read a piece of an answer.</summary>
/// <param name="Finish">Why the answer ended, once it has.</param>
internal sealed record TurnRead(
    long At, string Conversation, int Turn, int Offset, string Text, string? Finish) : HistoryEvent(At);

/// <summary>A model began an answer, or went on with one.</summary>
/// <param name="Process">The incarnation of a silo.</param>
/// <param name="Work">Key of the conversation; null for an item of a job.</param>
internal sealed record AnswerStarted(long At, string Process, string? Work) : HistoryEvent(At);
