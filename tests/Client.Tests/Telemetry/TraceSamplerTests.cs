using System.Diagnostics;
using JanusCluster.Hosting.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace JanusCluster.Client.Tests.Telemetry;

public sealed class TraceSamplerTests
{
    private const string Source = "tests.sampler";

    private readonly ActivitySource _source = new(Source);

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.HttpRequestIn", true)]
    [InlineData("janus.item", true)]
    [InlineData("ISchedulerGrain/RenewAsync", false)]
    public void Root_OfARequestOrOfWork_IsKeptAndAGrainsOwnCallIsNot(string name, bool isKept)
    {
        using TracerProvider provider = Build(null);
        using Activity? root = _source.StartActivity(name);
        using Activity? child = _source.StartActivity("ISchedulerGrain/RenewAsync");
        Assert.Equal((isKept, isKept), (root?.Recorded ?? false, child?.Recorded ?? false));
    }

    [Theory]
    [InlineData("IAsyncEnumerableGrainExtension/MoveNext<T>", false)]
    [InlineData("IConversationGrain/ReadAsync", false)]
    [InlineData("IConversationGrain/StartTurnAsync", true)]
    public void Call_WithinATrace_IsKeptUnlessItCarriesAPiece(string name, bool isKept)
    {
        using TracerProvider provider = Build(null);
        using Activity? root = _source.StartActivity("janus.item");
        using Activity? call = _source.StartActivity(name);
        Assert.Equal(isKept, call is not null);
    }

    [Fact]
    public void Root_ShareOfNothing_KeepsNone()
    {
        using TracerProvider provider = Build("0");
        using Activity? root = _source.StartActivity("janus.item");
        Assert.False(root?.Recorded ?? false);
    }

    private static TracerProvider Build(string? share) =>
        Sdk.CreateTracerProviderBuilder().AddSource(Source).SetSampler(TraceSampler.Create(share)).Build();
}
