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
    public async Task List_Tenants_OneALine() =>
        Assert.Equal("acme\nlocal", (await CommandRun.StartAsync(_cluster, "tenants", "list")).Results.Trim());

    [Fact]
    public async Task Keys_CreateListRevoke_ShowTheSecretOnce()
    {
        CommandRun created = await CommandRun.StartAsync(
            _cluster, "tenants", "keys", "create", "acme", "--name", "laptop", "--scope", "generate", "--scope", "admin", "--expires-in", "30");
        string text = created.Results.Trim();
        Assert.True(ApiKeyText.TryParse(text, out string id, out _), created.Notes);

        CommandRun list = await CommandRun.StartAsync(_cluster, "tenants", "keys", "list", "acme");
        Assert.All([id, "laptop", "generate, admin", "valid"], told => Assert.Contains(told, list.Results, StringComparison.Ordinal));
        Assert.DoesNotContain(text[^10..], list.Results, StringComparison.Ordinal);

        Assert.Equal($"Key {id} of tenant acme is revoked.", (await CommandRun.StartAsync(_cluster, "tenants", "keys", "revoke", "acme", id)).Results.Trim());
        Assert.Contains("revoked", (await CommandRun.StartAsync(_cluster, "tenants", "keys", "list", "acme")).Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scopes are generate and admin", "create", "acme", "--scope", "root")]
    [InlineData("would have expired already", "create", "acme", "--expires-in", "0")]
    [InlineData("A key's name has", "create", "acme", "--name", "")]
    [InlineData("id has 16 letters", "revoke", "acme", "jk-x")]
    public async Task Keys_Mistake_IsToldBeforeAnyClusterIsAsked(string message, params string[] args)
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, ["tenants", "keys", .. args]);
        Assert.Equal((ExitCode.Failure, 0), (run.Code, _cluster.Connections));
        Assert.Contains(message, run.Notes, StringComparison.Ordinal);
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
