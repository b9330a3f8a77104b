using System.Reflection;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>A grain of which a test needs one method.</summary>
public class FakeGrain : DispatchProxy
{
    private string _method = "";
    private Func<object?[], object?> _answer = _ => null;

    public static TGrain Create<TGrain>(string method, Func<object?[], object?> answer)
        where TGrain : class
    {
        TGrain grain = Create<TGrain, FakeGrain>();
        var fake = (FakeGrain)(object)grain;
        fake._method = method;
        fake._answer = answer;
        return grain;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == _method ? _answer(args ?? []) : throw new NotSupportedException(targetMethod?.Name);
}
