using System.Reflection;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>A grain factory that hands out objects of the test, by interface and string key.</summary>
public class FakeGrains : DispatchProxy
{
    private readonly Dictionary<Type, Func<string, object>> _grains = [];

    public static IGrainFactory Create(Action<FakeGrains> register)
    {
        IGrainFactory factory = Create<IGrainFactory, FakeGrains>();
        register((FakeGrains)(object)factory);
        return factory;
    }

    public void Add<TGrain>(Func<string, TGrain> grain)
        where TGrain : IGrain => _grains[typeof(TGrain)] = key => grain(key);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod is { Name: nameof(IGrainFactory.GetGrain), IsGenericMethod: true } && args?[0] is string key
            ? _grains[targetMethod.GetGenericArguments()[0]](key)
            : throw new NotSupportedException(targetMethod?.ToString());
}
