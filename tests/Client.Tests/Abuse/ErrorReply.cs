using System.Text.Json;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>The shape of every error.</summary>
internal static class ErrorReply
{
    private static readonly string[] Types = ["invalid_request_error", "authentication_error", "permission_error", "rate_limit_error"];

    public static void Check(WireAnswer answer, string? param)
    {
        Assert.StartsWith("application/json", answer.Type, StringComparison.Ordinal);
        JsonElement error = answer.Json.GetProperty("error");
        Assert.Equal(["code", "message", "param", "type"], error.EnumerateObject().Select(field => field.Name).Order());
        Assert.InRange(error.GetProperty("message").GetString()!.Length, 1, 1_000);
        Assert.Contains(error.GetProperty("type").GetString(), Types);
        Assert.NotEmpty(error.GetProperty("code").GetString()!);
        Assert.True(param == error.GetProperty("param").GetString(), $"The field is {param}. It is {answer}");
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.NotEmpty(answer.Headers["x-request-id"]);
    }
}
