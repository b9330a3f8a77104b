using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Remote;
using JanusCluster.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>Answers of a front that are errors.</summary>
public sealed class ApiErrorsTests
{
    private static readonly Uri Endpoint = new("http://127.0.0.1:5080/");

    /// <summary>Every code that a grain throws comes back as itself, or as something to be asked again.</summary>
    [Theory]
    [InlineData(ErrorCode.InvalidRequest)]
    [InlineData(ErrorCode.NotFound)]
    [InlineData(ErrorCode.Conflict)]
    [InlineData(ErrorCode.Cancelled)]
    [InlineData(ErrorCode.ModelFailure)]
    [InlineData(ErrorCode.Internal)]
    [InlineData(ErrorCode.Poison)]
    [InlineData(ErrorCode.QueueTimeout)]
    public async Task Read_ErrorOfAGrain_IsThatError(ErrorCode code)
    {
        var thrown = new JanusException(code, "It is so.", "field");
        JanusException read = Assert.IsType<JanusException>(await ReadAsync((HttpStatusCode)ErrorBody.StatusOf(code), ErrorBody.Of(thrown)));
        Assert.Equal((code, "It is so.", "field"), (read.Code, read.Message, read.Field));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Read_NotNow_IsToBeAskedAgainWhenItSays(HttpStatusCode status)
    {
        EndpointException read = Assert.IsType<EndpointException>(await ReadAsync(status, ErrorBody.Of((int)status, "Not now."), TimeSpan.FromSeconds(7)));
        Assert.Equal(("Not now.", TimeSpan.FromSeconds(7)), (read.Message, read.RetryAfter));
        Assert.True(ClusterCall.IsAwayForNow(read));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, ErrorCode.NotFound)]
    [InlineData(HttpStatusCode.Found, ErrorCode.InvalidRequest)]
    [InlineData(HttpStatusCode.InternalServerError, ErrorCode.Internal)]
    public async Task Read_AnswerOfSomethingElse_NamesAddressAndStatus(HttpStatusCode status, ErrorCode code)
    {
        using var response = new HttpResponseMessage(status) { Content = new StringContent("<html>") };
        JanusException read = Assert.IsType<JanusException>(await ApiErrors.ReadAsync(Endpoint, response, true, TestContext.Current.CancellationToken));
        Assert.Equal(code, read.Code);
        Assert.StartsWith($"http://127.0.0.1:5080/ answered {(int)status}", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeat_FrontThatSaysWhen_WaitsSoLong()
    {
        var time = new FakeTimeProvider();
        int calls = 0;
        Task<int> repeated = ClusterCall.RepeatAsync(
            () => ++calls == 1 ? Task.FromException<int>(new EndpointException("Not now.", TimeSpan.FromSeconds(7))) : Task.FromResult(5),
            time, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Equal((1, false), (calls, repeated.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(5, await repeated);
    }

    private static async Task<Exception> ReadAsync(HttpStatusCode status, ErrorBody body, TimeSpan? wait = null)
    {
        using var response = new HttpResponseMessage(status) { Content = JsonContent.Create(body, options: ApiJson.Options) };
        if (wait is { } retryAfter)
            response.Headers.RetryAfter = new RetryConditionHeaderValue(retryAfter);
        return await ApiErrors.ReadAsync(Endpoint, response, true, TestContext.Current.CancellationToken);
    }
}
