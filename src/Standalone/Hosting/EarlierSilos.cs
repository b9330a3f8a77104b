using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Standalone.Hosting;

/// <summary>Silos of earlier processes, which the members' table still names.</summary>
internal static class EarlierSilos
{
    /// <summary>
    /// Forgets them, before any silo starts: the data folder's lock says that none of them lives, and a new silo would wait
    /// for one that was killed to be declared dead.
    /// </summary>
    /// <param name="host">Has a silo of the cluster; it need not be started.</param>
    public static async Task ForgetAsync(IHost host, string clusterId)
    {
        IMembershipTable members = host.Services.GetRequiredService<IMembershipTable>();
        await members.InitializeMembershipTableAsync(tryInitTableVersion: false);
        await members.DeleteMembershipTableEntriesAsync(clusterId);
    }
}
