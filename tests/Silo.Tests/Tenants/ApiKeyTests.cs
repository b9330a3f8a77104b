using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Tenants;

public sealed class ApiKeyTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private readonly string _tenant = $"t{Guid.NewGuid():N}";

    private ITenantGrain Tenant => silo.Grains.GetGrain<ITenantGrain>(_tenant);

    [Fact]
    public async Task CreateKey_Verified_SpeaksForItsTenantAndScopes()
    {
        NewApiKey made = await Tenant.CreateKeyAsync(new ApiKeySettings("laptop", ApiKeyScopes.Generate | ApiKeyScopes.Admin));

        Assert.Matches("^jk-[A-Za-z0-9]{16}-[A-Za-z0-9]{43}$", made.Text);
        Assert.True(ApiKeyText.TryParse(made.Text, out string id, out byte[] hash));
        Assert.Equal(made.Key.Id, id);
        Assert.Equal(new ApiKeyHolder(id, _tenant, ApiKeyScopes.Generate | ApiKeyScopes.Admin, null), await VerifyAsync(made.Text));
        Assert.DoesNotContain(made.Text[20..], made.ToString(), StringComparison.Ordinal);
        hash[7] ^= 1;
        Assert.Null(await silo.Grains.GetGrain<IApiKeyGrain>(id).VerifyAsync(hash));
        Assert.Null(await silo.Grains.GetGrain<IApiKeyGrain>(id).VerifyAsync([]));
    }

    [Fact]
    public async Task CreateKey_Stored_HoldsNoSecret()
    {
        NewApiKey made = await Tenant.CreateKeyAsync(new ApiKeySettings("laptop"));
        string secret = made.Text[^43..];
        IConnectionMultiplexer redis = silo.Services.GetRequiredService<IConnectionMultiplexer>();
        int looked = 0;
        await foreach (RedisKey key in redis.GetServers()[0].KeysAsync(pattern: "*"))
        {
            if (await redis.GetDatabase().KeyTypeAsync(key) is not (RedisType.Hash or RedisType.String))
                continue;
            byte[] stored = (byte[]?)await redis.GetDatabase().KeyDumpAsync(key) ?? [];
            Assert.False(stored.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)) >= 0, $"{key} holds the secret");
            looked++;
        }

        Assert.True(looked > 0);
    }

    [Fact]
    public async Task RevokeKey_OpensNothingAndStaysRevoked()
    {
        NewApiKey made = await Tenant.CreateKeyAsync(new ApiKeySettings("laptop"));
        ApiKey revoked = await Tenant.RevokeKeyAsync(made.Key.Id);

        Assert.NotNull(revoked.RevokedAt);
        Assert.Equal(revoked, await Tenant.RevokeKeyAsync(made.Key.Id));
        Assert.Null(await VerifyAsync(made.Text));
        Assert.Equal([revoked], await Tenant.ListKeysAsync());
    }

    [Fact]
    public async Task RevokeKey_OfAnotherTenant_IsNotFoundAndStaysValid()
    {
        NewApiKey made = await Tenant.CreateKeyAsync(new ApiKeySettings("laptop"));
        ITenantGrain other = silo.Grains.GetGrain<ITenantGrain>($"{_tenant}x");
        foreach (string key in (string[])[made.Key.Id, "AAAAAAAAAAAAAAAA", "../etc", ""])
        {
            JanusException e = await Assert.ThrowsAsync<JanusException>(() => other.RevokeKeyAsync(key));
            Assert.Equal(ErrorCode.NotFound, e.Code);
        }

        Assert.NotNull(await VerifyAsync(made.Text));
        Assert.Empty(await other.ListKeysAsync());
    }

    [Fact]
    public async Task ListKeys_SeveralKeys_NewestFirst()
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            await Tenant.CreateKeyAsync(new ApiKeySettings(name));
            await Task.Delay(2, TestContext.Current.CancellationToken); // keys of one millisecond are in no order
        }

        Assert.Equal(["c", "b", "a"], (await Tenant.ListKeysAsync()).Select(key => key.Name));
    }

    [Theory]
    [InlineData("", ApiKeyScopes.Generate, null, "name")]
    [InlineData("a\n", ApiKeyScopes.Generate, null, "name")]
    [InlineData("a", ApiKeyScopes.None, null, "scopes")]
    [InlineData("a", (ApiKeyScopes)8, null, "scopes")]
    [InlineData("a", ApiKeyScopes.Generate, -1, "expires_at")]
    public async Task CreateKey_WrongSetting_IsNamed(string name, ApiKeyScopes scopes, int? days, string field)
    {
        DateTimeOffset? expiry = days is { } some ? TimeProvider.System.GetUtcNow().AddDays(some) : null;
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => Tenant.CreateKeyAsync(new ApiKeySettings(name, scopes, expiry)));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }

    [Fact]
    public void IsValidAt_ExpiredOrRevoked_Not()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        var key = new ApiKey("A", "t", "n", ApiKeyScopes.Generate, now, now, now.AddDays(1), null);
        Assert.True(key.IsValidAt(now));
        Assert.False(key.IsValidAt(now.AddDays(1)));
        Assert.False((key with { RevokedAt = now }).IsValidAt(now));
        Assert.True((key with { ExpiresAt = null }).IsValidAt(now.AddYears(50)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jk--")]
    [InlineData("jk-AAAAAAAAAAAAAAAA-short")]
    [InlineData("jk-AAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("jk-AAAAAAAAAAAAAAA/-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TryParse_NoKey_False(string? text) => Assert.False(ApiKeyText.TryParse(text, out _, out _));

    [Fact]
    public async Task ListTenants_AfterFirstUse_InOrderAndByPages()
    {
        await silo.Grains.GetGrain<ITenantGrain>($"{_tenant}-b").SetPolicyAsync(new TenantPolicy(2, RequestsPerMinute: 5, MaxStoredBytes: 1 << 20));
        await silo.Grains.GetGrain<ITenantGrain>($"{_tenant}-a").CreateKeyAsync(new ApiKeySettings("k"));
        await silo.Grains.GetGrain<ITenantGrain>($"{_tenant}-never").GetPolicyAsync();

        ITenantsGrain tenants = silo.Grains.GetGrain<ITenantsGrain>(ITenantsGrain.Key);
        IReadOnlyList<string> first = await tenants.ListAsync(_tenant, 1);
        Assert.Equal([$"{_tenant}-a"], first);
        IReadOnlyList<string> second = await tenants.ListAsync(first[0], 1000);
        Assert.Equal($"{_tenant}-b", second[0]);
        Assert.DoesNotContain($"{_tenant}-never", second);
        Assert.Contains($"{_tenant}-a", await tenants.ListAsync(null, 1000));
        Assert.Equal(1 << 20, (await silo.Grains.GetGrain<ITenantGrain>($"{_tenant}-b").GetPolicyAsync()).MaxStoredBytes);
    }

    private Task<ApiKeyHolder?> VerifyAsync(string text)
    {
        Assert.True(ApiKeyText.TryParse(text, out string id, out byte[] hash));
        return silo.Grains.GetGrain<IApiKeyGrain>(id).VerifyAsync(hash);
    }
}
