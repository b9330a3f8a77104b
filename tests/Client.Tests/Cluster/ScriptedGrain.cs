using System.Reflection;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>A grain of which a test needs some methods.</summary>
public class ScriptedGrain : DispatchProxy
{
    private Dictionary<string, Func<object?[], object?>> _answers = [];

    /// <param name="answers">By the methods' names.</param>
    public static TGrain Create<TGrain>(Dictionary<string, Func<object?[], object?>> answers)
        where TGrain : class
    {
        TGrain grain = Create<TGrain, ScriptedGrain>();
        ((ScriptedGrain)(object)grain)._answers = answers;
        return grain;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _answers.TryGetValue(targetMethod?.Name ?? "", out Func<object?[], object?>? answer)
            ? answer(args ?? [])
            : throw new NotSupportedException(targetMethod?.Name);
}
