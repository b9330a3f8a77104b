using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Hosting;
using k8s;
using k8s.Exceptions;

namespace JanusCluster.Silo.Kubernetes;

/// <summary>Adds <see cref="DeletionCosts"/> to a silo that runs in a pod.</summary>
internal static class DeletionCostHosting
{
    /// <exception cref="SettingsException">The process does not run in Kubernetes, or has no token.</exception>
    public static void AddDeletionCosts(this IServiceCollection services)
    {
        KubernetesClientConfiguration configuration;
        try
        {
            configuration = KubernetesClientConfiguration.InClusterConfig();
        }
        catch (KubeConfigException e)
        {
            throw new SettingsException(
                $"{SiloSettings.Section}:{nameof(SiloSettings.DeletionCost)}: this process has no account of a Kubernetes cluster: {e.Message}", e);
        }

        services.AddSingleton<IKubernetes>(_ => new k8s.Kubernetes(configuration));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<DeletionCosts>(provider, configuration.Namespace));
    }
}
