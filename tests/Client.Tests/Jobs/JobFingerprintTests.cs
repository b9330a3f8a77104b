using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Tests.Jobs;

public sealed class JobFingerprintTests
{
    private static readonly ImageRequest Request = new("a", "p", 1, null, new ImageSettings());

    [Fact]
    public void Compute_SameRequests_SameFingerprint() =>
        Assert.Equal(JobFingerprint.Compute("m", [Request]), JobFingerprint.Compute("m", [Request with { }]));

    [Fact]
    public void Compute_AnyDifference_AnotherFingerprint()
    {
        string[] all =
        [
            JobFingerprint.Compute("m", [Request]),
            JobFingerprint.Compute("m2", [Request]),
            JobFingerprint.Compute("m", [Request, Request]),
            JobFingerprint.Compute("m", [Request with { CustomId = "b" }]),
            JobFingerprint.Compute("m", [Request with { Prompt = "q" }]),
            JobFingerprint.Compute("m", [Request with { Count = 2 }]),
            JobFingerprint.Compute("m", [Request with { Seed = 0 }]),
            JobFingerprint.Compute("m", [Request with { Settings = new(TopP: 0.5) }]),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, fingerprint => Assert.Equal(64, fingerprint.Length));
    }
}
