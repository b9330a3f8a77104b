using JanusCluster.Hosting.Health;

namespace JanusCluster.Silo.Health;

/// <summary>What a silo is asked for its health.</summary>
internal static class SiloHealthChecks
{
    public static IServiceCollection AddSiloHealth(this IServiceCollection services, bool servesModel)
    {
        IHealthChecksBuilder checks = services.AddHealthChecks()
            .AddRedis()
            .AddCheck<MemberHealth>(MemberHealth.Name, tags: [HealthTags.Ready])
            .AddCheck<DrainHealth>(DrainHealth.Name, tags: [HealthTags.Ready]);
        if (servesModel)
        {
            checks.AddCheck<ModelHealth>(ModelHealth.Name, tags: [HealthTags.Ready]);
            checks.AddCheck<EngineHealth>(EngineHealth.Name, tags: [HealthTags.Live, HealthTags.Ready]);
        }

        return services;
    }
}
