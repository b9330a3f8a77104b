using System.Net;
using System.Net.Sockets;
using JanusCluster.Client.Webhooks;
using JanusCluster.Contracts.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Client.Tests.Webhooks;

/// <summary>One attempt at a real listener.</summary>
public sealed class WebhookSenderTests
{
    private static readonly string Secret = WebhookSecret.Draw();

    private static CancellationToken Limit
    {
        get
        {
            var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(1));
            return limit.Token;
        }
    }

    [Fact]
    public async Task Send_AllowedHost_GetsTheSignedEvent()
    {
        await using WebhookListener listener = await WebhookListener.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await context.Response.WriteAsync("thanks");
        });
        WebhookReceipt receipt = await SendAsync(listener, "/in?a=b", "evt_1", """{"a":1}"""u8.ToArray());
        Assert.Equal(new WebhookReceipt(202, null), receipt);
        ReceivedEvent got = Assert.Single(listener.All);
        Assert.Equal(("POST", "/in", "evt_1", "application/json"), (got.Method, got.Path, got.Id, got.Headers["content-type"]));
        Assert.Equal("""{"a":1}"""u8.ToArray(), got.Body);
        Assert.True(got.IsSignedBy(Secret));
        Assert.False(got.IsSignedBy(WebhookSecret.Draw()));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Send_Redirect_IsNotFollowed(int status)
    {
        await using WebhookListener listener = await WebhookListener.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        WebhookReceipt receipt = await SendAsync(listener, "/in", "evt_1", []);
        Assert.Equal((status, false), (receipt.Status, receipt.IsDelivered));
        Assert.Equal("/in", Assert.Single(listener.All).Path);
    }

    [Fact]
    public async Task Send_AnswerWithoutEnd_CountsByItsStatus()
    {
        await using WebhookListener listener = await WebhookListener.StartAsync(async (_, context) =>
        {
            byte[] piece = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        Assert.Equal(new WebhookReceipt(200, null), await SendAsync(listener, "/in", "evt_1", []).WaitAsync(Limit));
    }

    [Fact]
    public async Task Send_NoAnswer_IsGivenUp()
    {
        var time = new FakeTimeProvider();
        await using WebhookListener listener = await WebhookListener.StartAsync((_, context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        using var sender = new WebhookSender(WebhookHosts.Parse(listener.Origin), time);
        Task<WebhookReceipt> sending = sender.SendAsync(new WebhookTarget($"{listener.Origin}/in", Secret), "evt_1", [], Limit);
        await listener.NextAsync(Limit);
        Assert.False(sending.IsCompleted);
        time.Advance(WebhookSender.Limit);
        WebhookReceipt receipt = await sending.WaitAsync(Limit);
        Assert.Contains("10 seconds", receipt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Stopped_Throws()
    {
        await using WebhookListener listener = await WebhookListener.StartAsync((_, context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        using var sender = new WebhookSender(WebhookHosts.Parse(listener.Origin), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Task<WebhookReceipt> sending = sender.SendAsync(new WebhookTarget($"{listener.Origin}/in", Secret), "evt_1", [], stop.Token);
        await listener.NextAsync(Limit);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(Limit));
    }

    [Fact]
    public async Task Send_HostThatIsNotAllowed_IsNotConnectedTo()
    {
        await using WebhookListener listener = await WebhookListener.StartAsync();
        using var sender = new WebhookSender(WebhookHosts.Parse("hooks.example"), TimeProvider.System);
        WebhookReceipt receipt = await sender.SendAsync(new WebhookTarget($"{listener.Origin}/in", Secret), "evt_1", [], Limit);
        Assert.Contains(WebhookHosts.Setting, receipt.Error, StringComparison.Ordinal);
        Assert.Empty(listener.All);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task Send_NameThatLeadsInside_IsNotConnectedTo(string host)
    {
        using var sender = new WebhookSender(WebhookHosts.Parse(host), TimeProvider.System);
        WebhookReceipt receipt = await sender.SendAsync(new WebhookTarget($"https://{host}/", Secret), "evt_1", [], Limit);
        Assert.Equal(new WebhookReceipt(null, "The host has no public address."), receipt);
    }

    [Fact]
    public async Task Send_NobodyThere_IsAFailure()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        string origin = $"http://{port.LocalEndpoint}";
        port.Stop();
        using var sender = new WebhookSender(WebhookHosts.Parse(origin), TimeProvider.System);
        WebhookReceipt receipt = await sender.SendAsync(new WebhookTarget($"{origin}/in", Secret), "evt_1", [], Limit);
        Assert.Equal((null, "The host could not be connected to."), (receipt.Status, receipt.Error));
    }

    private static async Task<WebhookReceipt> SendAsync(WebhookListener listener, string path, string id, byte[] body)
    {
        using var sender = new WebhookSender(WebhookHosts.Parse(listener.Origin), TimeProvider.System);
        return await sender.SendAsync(new WebhookTarget(listener.Origin + path, Secret), id, body, Limit);
    }
}
