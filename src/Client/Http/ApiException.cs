namespace JanusCluster.Client.Http;

/// <summary>A mistake of the request that only HTTP knows, with the status that tells it.</summary>
internal sealed class ApiException(int status, string message, string? code = null) : Exception(message)
{
    public int Status => status;

    /// <summary>As in <see cref="ErrorDetail.Code"/>.</summary>
    public string? Code => code;
}
