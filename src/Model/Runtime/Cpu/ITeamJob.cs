namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Work in numbered items that a <see cref="ThreadTeam"/> spreads over its threads, in no order.</summary>
internal interface ITeamJob
{
    /// <param name="item">From 0; each is run once.</param>
    /// <param name="thread">Of the team, from 0: no other item runs with this number meanwhile.</param>
    void Run(int item, int thread);
}
