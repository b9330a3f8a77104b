using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace JanusCluster.Hosting.Settings;

/// <summary>StackExchange.Redis connection strings in settings.</summary>
public static class RedisAddress
{
    /// <summary>Options that connect in the background: Redis may start after us, or go away for a while.</summary>
    public static ConfigurationOptions Parse(string connection)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(connection);
        options.AbortOnConnectFail = false;
        return options;
    }

    /// <summary>Where it is, without the credentials that the string may hold.</summary>
    public static string Describe(string connection) =>
        string.Join(", ", ConfigurationOptions.Parse(connection).EndPoints.Select(Name));

    /// <returns>What is wrong with the string, for <see cref="IValidatableObject"/>; null when nothing is.</returns>
    public static ValidationResult? Check(string? connection, string member)
    {
        try
        {
            return ConfigurationOptions.Parse(connection!).EndPoints.Count > 0
                ? null
                : new ValidationResult("It names no server; it is a connection string such as 127.0.0.1:6379.", [member]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return new ValidationResult($"It is no connection string such as 127.0.0.1:6379: {e.Message.Split('(')[0].Trim()}", [member]);
        }
    }

    private static string Name(System.Net.EndPoint point) => point switch
    {
        System.Net.DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => point.ToString()!,
    };
}
