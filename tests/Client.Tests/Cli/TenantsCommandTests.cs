using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Tests.Cli;

public sealed class TenantsCommandTests
{
    private readonly FakeCluster _cluster = new();

    [Fact]
    public async Task Set_SomeOfIt_KeepsTheRest()
    {
        await CommandRun.StartAsync(_cluster, "tenants", "set", "acme", "--weight", "2.5", "--max-images", "8", "--max-queued", "1000", "--max-stored-bytes", "9000000000", "--requests-per-minute", "60");
        CommandRun run = await CommandRun.StartAsync(_cluster, "tenants", "set", "acme", "--max-images", "none", "--max-conversations", "3");

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal(new TenantPolicy(2.5, null, 1000, 3, 60, 9_000_000_000), _cluster.Tenant.Policy);
        Assert.Contains("2.5", run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Tenant_TellsUsageAndLimits()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "tenants", "show", "acme");
        Assert.Contains("no limit", run.Results, StringComparison.Ordinal);
        Assert.Contains("4,032", run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_LimitOutOfRange_NamesTheOption()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "tenants", "set", "acme", "--max-images", "9000000000");
        Assert.Equal((ExitCode.Failure, 0), (run.Code, _cluster.Connections));
        Assert.Contains("--max-images is '9000000000'", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_LimitThatIsNoNumber_NamesTheOption()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "tenants", "set", "acme", "--max-images", "few");
        Assert.Equal((ExitCode.Failure, 0), (run.Code, _cluster.Connections));
        Assert.Contains("--max-images is 'few'", run.Notes, StringComparison.Ordinal);
    }
}
