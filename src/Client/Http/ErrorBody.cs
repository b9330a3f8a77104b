using System.Text.Json.Serialization;
using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Http;

/// <summary>What every failed request gets: the shape that OpenAI's clients read.</summary>
internal sealed record ErrorBody(ErrorDetail Error)
{
    private static readonly Dictionary<string, ErrorCode> Codes = Enum.GetValues<ErrorCode>().ToDictionary(CodeOf);

    public static ErrorBody Of(JanusException e) => Of(StatusOf(e.Code), e.Message, e.Field, CodeOf(e.Code));

    public static ErrorBody Of(int status, string message, string? field = null, string? code = null) =>
        new(new ErrorDetail(message, TypeOf(status), field, code ?? DefaultCode(status)));

    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => StatusCodes.Status400BadRequest,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.Conflict => StatusCodes.Status409Conflict,
        ErrorCode.LimitExceeded => StatusCodes.Status429TooManyRequests,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Cancelled => StatusCodes.Status409Conflict,
        ErrorCode.QueueTimeout => StatusCodes.Status408RequestTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static string CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => "invalid_request",
        ErrorCode.NotFound => "not_found",
        ErrorCode.Conflict => "conflict",
        ErrorCode.Unavailable => "unavailable",
        ErrorCode.Cancelled => "cancelled",
        ErrorCode.ModelFailure => "model_failure",
        ErrorCode.LimitExceeded => "rate_limit_exceeded",
        ErrorCode.Poison => "poison",
        ErrorCode.QueueTimeout => "timeout",
        _ => "internal_error",
    };

    /// <summary>What <see cref="CodeOf"/> has made a text of; null for other texts.</summary>
    public static ErrorCode? Parse(string? code) => Codes.TryGetValue(code ?? "", out ErrorCode known) ? known : null;

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string DefaultCode(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "invalid_api_key",
        StatusCodes.Status403Forbidden => "insufficient_permissions",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status408RequestTimeout => "timeout",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status429TooManyRequests => "rate_limit_exceeded",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "internal_error",
        _ => "invalid_request",
    };
}

/// <param name="Type">Kind of the error: invalid_request_error, authentication_error, permission_error, rate_limit_error, server_error.</param>
/// <param name="Param">The field that is wrong, where one is.</param>
/// <param name="Code">For programs.</param>
internal sealed record ErrorDetail(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);
