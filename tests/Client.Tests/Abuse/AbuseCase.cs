namespace JanusCluster.Client.Tests.Abuse;

/// <summary>One hostile or odd request, and what it comes to.</summary>
/// <param name="Name">Of its group, unique.</param>
/// <param name="Request">May need what the server's tenants have.</param>
/// <param name="Status">4xx with a typed error, or 200 for a harmless oddity.</param>
/// <param name="Param">The field that the error names; null when it names none.</param>
internal sealed record AbuseCase(string Name, Func<AbusedServer, WireRequest> Request, int Status, string? Param = null)
{
    /// <summary>No request at all in the eyes of the server: refused with an empty body before anything of the API sees it.</summary>
    public bool IsNoRequest { get; init; }

    public AbuseCase(string name, WireRequest request, int status, string? param = null)
        : this(name, _ => request, status, param)
    {
    }
}
