using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts.Tenants;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Client.Tests.Tenancy;

public sealed class KeyVerifierTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Secret = new('s', 43), OtherSecret = new('t', 43), Id = new('A', 16);
    private static readonly string Key = $"jk-{Id}-{Secret}";

    private readonly FakeTimeProvider _time = new(Start);
    private readonly KeyVerifier _verifier;
    private ApiKeyHolder? _holder = new(Id, "acme", ApiKeyScopes.Generate, null);
    private int _asked;

    public KeyVerifierTests()
    {
        IGrainFactory grains = FakeGrains.Create(all =>
        {
            all.Add(_ => FakeGrain.Create<IApiKeyGrain>(nameof(IApiKeyGrain.VerifyAsync), arguments => Task.FromResult(Verify((byte[])arguments[0]!))));
            all.Add(_ => FakeGrain.Create<ITenantGrain>(nameof(ITenantGrain.GetPolicyAsync), _ => Task.FromResult(new TenantPolicy(RequestsPerMinute: 7))));
        });
        _verifier = new KeyVerifier(new OperatorKeys(new HttpSettings()), grains, _time);
    }

    public void Dispose() => _verifier.Dispose();

    [Fact]
    public async Task Verify_GoodKey_IsAskedOnceAndKnownThen()
    {
        Assert.Null(_verifier.Recall(Key));
        KeyHolder holder = (await VerifyAsync(Key))!;
        Assert.Equal(("acme", 7), (holder.Tenant, holder.RequestsPerMinute));
        Assert.Equal([Scope.Generate], holder.Scopes);
        Assert.NotNull(await VerifyAsync(Key));
        Assert.NotNull(_verifier.Recall(Key));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Verify_AnotherSecretOfAKnownKey_IsNotBelieved()
    {
        await VerifyAsync(Key);
        Assert.Null(_verifier.Recall($"jk-{Id}-{OtherSecret}"));
        Assert.Null(await VerifyAsync($"jk-{Id}-{OtherSecret}"));
        Assert.NotNull(_verifier.Recall(Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("jk")]
    [InlineData("jk-short-secret")]
    [InlineData("sk-AAAAAAAAAAAAAAAA-sssssssssssssssssssssssssssssssssssssssssss")]
    public async Task Verify_TextThatIsNoKey_AsksNobody(string key)
    {
        Assert.Null(await VerifyAsync(key));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task Verify_RevokedKey_IsNotKnown()
    {
        _holder = null;
        Assert.Null(await VerifyAsync(Key));
        Assert.Null(_verifier.Recall(Key));
    }

    [Fact]
    public async Task Verify_KeyThatExpiresNow_IsNotRemembered()
    {
        _holder = _holder! with { ExpiresAt = Start };
        await VerifyAsync(Key);
        Assert.Null(_verifier.Recall(Key));
    }

    [Fact]
    public async Task Verify_OperatorsKey_AsksNobody()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["key"], $" {new string('o', 24)}\n", TestContext.Current.CancellationToken);
        using var verifier = new KeyVerifier(new OperatorKeys(new HttpSettings { AdminKeyFile = folder["key"] }), FakeGrains.Create(_ => { }), _time);
        Assert.Equal([Scope.Generate, Scope.Admin], verifier.Recall(new string('o', 24))!.Scopes);
        Assert.Null(verifier.Recall(new string('o', 25)));
    }

    private async Task<KeyHolder?> VerifyAsync(string key) => await _verifier.VerifyAsync(key, TestContext.Current.CancellationToken);

    private ApiKeyHolder? Verify(byte[] hash)
    {
        _asked++;
        return ApiKeyText.TryParse(Key, out _, out byte[] own) && own.AsSpan().SequenceEqual(hash) ? _holder : null;
    }
}
