using System.Text.Json.Serialization;

namespace JanusCluster.Bench.Faults.History;

/// <summary>Something that happened in a run, as the process that saw it wrote it down: one line of a file.</summary>
/// <param name="At">When it ended, in ticks of <see cref="System.Diagnostics.Stopwatch"/>: one clock for all processes of a machine.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(JobAccepted), "job-accepted")]
[JsonDerivedType(typeof(ItemGranted), "granted")]
[JsonDerivedType(typeof(ItemWritten), "written")]
[JsonDerivedType(typeof(ImageStarted), "image-started")]
[JsonDerivedType(typeof(ImageEnded), "image-ended")]
[JsonDerivedType(typeof(BlobWritten), "blob-written")]
[JsonDerivedType(typeof(AnswerStarted), "answer-started")]
[JsonDerivedType(typeof(TurnAccepted), "turn-accepted")]
[JsonDerivedType(typeof(TurnRead), "turn-read")]
[JsonDerivedType(typeof(ProcessSignalled), "signalled")]
[JsonDerivedType(typeof(ProcessExited), "exited")]
[JsonDerivedType(typeof(GivenUp), "given-up")]
internal abstract record HistoryEvent(long At);
