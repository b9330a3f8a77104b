using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Contracts.Scheduling;

/// <param name="Instance">The silo that asks.</param>
/// <param name="Count">Items that it has room for.</param>
/// <param name="Held">All that it holds already: a scheduler that has just woken learns of it so.</param>
[GenerateSerializer, Immutable, Alias(Aliases.LeaseRequest)]
public sealed record LeaseRequest(
    [property: Id(0)] ModelInstance Instance,
    [property: Id(1)] int Count,
    [property: Id(2)] IReadOnlyList<HeldLease> Held);

/// <summary>The right to make one item, until it expires unless renewed.</summary>
/// <param name="Id">The lease's epoch too: later leases of an item have higher ones, and shards refuse what lower ones write.</param>
/// <param name="Codes">Codes that an earlier lease has made and kept, as in <see cref="GeneratedImage"/>; empty to begin anew.</param>
/// <param name="IsSuspect">It was lost without progress before, and runs alone: every code is kept at once, so that what makes any is not taken for what stops silos.</param>
/// <param name="Trace">W3C traceparent of the request that the item belongs to, where that is traced.</param>
[GenerateSerializer, Immutable, Alias(Aliases.Lease)]
public sealed record Lease(
    [property: Id(0)] long Id,
    [property: Id(1)] string Shard,
    [property: Id(2)] int Position,
    [property: Id(3)] WorkClass Class,
    [property: Id(4)] JobItem Item,
    [property: Id(5)] byte[] Codes,
    [property: Id(6)] bool IsSuspect = false,
    [property: Id(7)] string? Trace = null);

/// <summary>A lease as its holder knows it.</summary>
/// <param name="Work">Key of the shard, or of the conversation.</param>
/// <param name="Position">Of the item within the shard, or the turn's number.</param>
/// <param name="CodesLeft">As in <see cref="OfferedItem.Codes"/>, by now.</param>
[GenerateSerializer, Immutable, Alias(Aliases.HeldLease)]
public sealed record HeldLease(
    [property: Id(0)] long Id,
    [property: Id(1)] string Work,
    [property: Id(2)] int Position,
    [property: Id(3)] WorkClass Class,
    [property: Id(4)] int CodesLeft);

/// <param name="Held">Leases that the silo still works on.</param>
[GenerateSerializer, Immutable, Alias(Aliases.LeaseProgress)]
public sealed record LeaseProgress(
    [property: Id(0)] ModelInstance Instance, [property: Id(1)] IReadOnlyList<HeldLease> Held);

/// <param name="Revoked">Leases that the silo must drop: cancelled, paused, or given to another since.</param>
[GenerateSerializer, Immutable, Alias(Aliases.LeaseRenewal)]
public sealed record LeaseRenewal([property: Id(0)] IReadOnlyList<long> Revoked);

[GenerateSerializer, Alias(Aliases.LeaseEnd)]
public enum LeaseEnd
{
    /// <summary>Its result is durable, or nothing more is to be done for the item.</summary>
    Finished = 0,
    /// <summary>Given back in good order, for example by a silo that drains; what was made is kept.</summary>
    GivenBack = 1,
    /// <summary>The holder could not finish it.</summary>
    Failed = 2,
}

[GenerateSerializer, Immutable, Alias(Aliases.EndedLease)]
public readonly record struct EndedLease(
    [property: Id(0)] long Id,
    [property: Id(1)] LeaseEnd End,
    [property: Id(2)] int CodesLeft = 0,
    [property: Id(3)] string? Numerics = null);

/// <summary>A place for one turn.</summary>
/// <param name="Instance">Key of the <see cref="IModelGrain"/> to ask.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatLease)]
public sealed record ChatLease([property: Id(0)] long Id, [property: Id(1)] string Instance);
