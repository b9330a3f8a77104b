namespace JanusCluster.Contracts.Scheduling;

/// <summary>Items of one shard that can be leased.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.WorkOffer)]
public sealed record WorkOffer(
    [property: Id(0)] string Shard,
    [property: Id(1)] WorkClass Class,
    [property: Id(2)] IReadOnlyList<OfferedItem> Items);

/// <summary>One item that can be leased.</summary>
/// <param name="Codes">What it still costs: codes of the image that are not made yet, or tokens of the answer at most.</param>
/// <param name="Numerics">The class that must go on with it, where its codes so far are reproducible; null for any.</param>
/// <param name="Suspect">It was lost so often without progress that it must run alone.</param>
[GenerateSerializer, Immutable, Alias(Aliases.OfferedItem)]
public readonly record struct OfferedItem(
    [property: Id(0)] int Position,
    [property: Id(1)] int Codes,
    [property: Id(2)] string? Numerics = null,
    [property: Id(3)] bool Suspect = false);

/// <summary>A turn of a conversation that wants a place.</summary>
/// <param name="Conversation">Key of the conversation's grain.</param>
/// <param name="Tokens">Tokens that the answer has at most.</param>
/// <param name="Preferred">Key of the instance that may hold the conversation's prefix.</param>
/// <param name="Avoid">Key of an instance that has just failed this turn.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnOffer)]
public sealed record TurnOffer(
    [property: Id(0)] string Conversation,
    [property: Id(1)] int Turn,
    [property: Id(2)] int Tokens,
    [property: Id(3)] string? Preferred,
    [property: Id(4)] string? Avoid);
