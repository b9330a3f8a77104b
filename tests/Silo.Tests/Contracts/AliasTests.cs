using System.Reflection;
using JanusCluster.Contracts;

namespace JanusCluster.Silo.Tests.Contracts;

/// <summary>Names on the wire and in storage outlive a version of the code: each type has its own, and keeps it.</summary>
public sealed class AliasTests
{
    private static readonly Assembly[] Assemblies = [typeof(Aliases).Assembly, typeof(JanusCluster.Silo.Hosting.SiloSettings).Assembly];

    private static IEnumerable<Type> WireTypes => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null
            || (type.IsInterface && type.IsAssignableTo(typeof(IAddressable))))
        .Where(type => type.Namespace?.StartsWith("JanusCluster", StringComparison.Ordinal) == true && !type.Namespace.EndsWith(".Placement", StringComparison.Ordinal));

    [Fact]
    public void WireTypes_All_HaveAnAliasOfTheirOwn()
    {
        var names = WireTypes.ToDictionary(type => type, type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias);
        Assert.True(names.Count > 20);
        Assert.All(names, entry => Assert.True(entry.Value is not null, $"{entry.Key} has no alias"));
        Assert.Equal(names.Count, names.Values.Distinct().Count());
    }

    [Fact]
    public void Aliases_All_AreUsedOnce()
    {
        string[] listed = [.. typeof(Aliases).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        string[] used = [.. typeof(Aliases).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("JanusCluster", StringComparison.Ordinal) == true)
            .Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias).OfType<string>()];
        Assert.Equal(listed.Order(), used.Order());
    }
}
