namespace JanusCluster.Contracts.Scheduling;

/// <summary>What goes first when there is not room for everything: chat, then images that somebody waits for, then bulk.</summary>
[GenerateSerializer, Alias(Aliases.WorkClass)]
public enum WorkClass
{
    /// <summary>Keeps a small share of the places however much of the other classes waits.</summary>
    Bulk = 0,
    Interactive = 1,
    Chat = 2,
}
