using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Remote;

/// <summary>What a front answers to a request that it does not carry out, as what the grain would have thrown.</summary>
internal static class ApiErrors
{
    private const int LongestBody = 64 << 10;

    /// <param name="hasKey">Whether the request named a key.</param>
    public static async Task<Exception> ReadAsync(Uri endpoint, HttpResponseMessage response, bool hasKey, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized && !hasKey)
            return JanusException.Invalid("key", $"{endpoint} asks for a key: give one with --key, --key-file or {EndpointConnector.KeyVariable}.");
        ErrorDetail? error = await ReadBodyAsync(response, cancellationToken);
        string message = error?.Message ?? $"{endpoint} answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
                new EndpointException(message, WaitOf(response.Headers.RetryAfter)),
            _ => error is null ? new JanusException(CodeOf(response.StatusCode), message) : Of(error, response.StatusCode),
        };
    }

    /// <summary>An error that came as an event, after the answer had begun.</summary>
    public static JanusException Of(ErrorDetail error, HttpStatusCode status = HttpStatusCode.InternalServerError) =>
        new(ErrorBody.Parse(error.Code) ?? CodeOf(status), error.Message, error.Param);

    /// <returns>Null when the answer is not a front's own.</returns>
    private static async Task<ErrorDetail?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json" || response.Content.Headers.ContentLength > LongestBody)
            return null;
        try
        {
            ErrorDetail? error = RemoteJson.Read<ErrorBody>(await response.Content.ReadAsStringAsync(cancellationToken)).Error;
            return error?.Message is null ? null : error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header) => header?.Delta;

    private static ErrorCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ErrorCode.NotFound,
        HttpStatusCode.Conflict => ErrorCode.Conflict,
        HttpStatusCode.RequestTimeout => ErrorCode.QueueTimeout,
        >= HttpStatusCode.InternalServerError => ErrorCode.Internal,
        _ => ErrorCode.InvalidRequest,
    };
}
