using JanusCluster.Contracts;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Hosting;

/// <summary>Silos by what people call them.</summary>
internal static class SiloChoice
{
    /// <param name="wanted">A name, or an address with or without its generation.</param>
    /// <exception cref="JanusException">There is none, or more than one.</exception>
    public static SiloDescription Choose(IReadOnlyList<SiloDescription> silos, string wanted)
    {
        List<SiloDescription> fitting = [.. silos.Where(silo => silo.Name == wanted || silo.Address == wanted || silo.Address.Split('@')[0] == wanted)];
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new JanusException(ErrorCode.NotFound, $"There is no silo {wanted}; there is {string.Join(", ", silos.Select(silo => silo.Name))}.", "silo"),
            _ => throw JanusException.Invalid("silo", $"Several silos are called {wanted}; use an address: {string.Join(", ", fitting.Select(silo => silo.Address))}."),
        };
    }
}
