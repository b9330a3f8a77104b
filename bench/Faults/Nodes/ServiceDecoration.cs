using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>Puts a layer around a service that is registered already.</summary>
internal static class ServiceDecoration
{
    /// <param name="key">Of a keyed service; null for one without.</param>
    /// <exception cref="InvalidOperationException">There is no such service.</exception>
    public static void Decorate<T>(this IServiceCollection services, Func<IServiceProvider, T, T> layer, object? key = null)
        where T : class
    {
        ServiceDescriptor inner = services.LastOrDefault(service => service.ServiceType == typeof(T) && Equals(service.ServiceKey, key))
            ?? throw new InvalidOperationException($"There is no {typeof(T).Name} to put a layer around.");
        services.Remove(inner);
        if (key is null)
            services.AddSingleton(provider => layer(provider, (T)Create(provider, inner)));
        else
            services.AddKeyedSingleton(key, (provider, _) => layer(provider, (T)CreateKeyed(provider, inner)));
    }

    private static object Create(IServiceProvider provider, ServiceDescriptor service) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);

    private static object CreateKeyed(IServiceProvider provider, ServiceDescriptor service) =>
        service.KeyedImplementationInstance
        ?? service.KeyedImplementationFactory?.Invoke(provider, service.ServiceKey)
        ?? ActivatorUtilities.CreateInstance(provider, service.KeyedImplementationType!);
}
