namespace JanusCluster.Contracts;

/// <summary>Why a request was not carried out; each code is one kind of answer to a caller.</summary>
[GenerateSerializer, Alias(Aliases.ErrorCode)]
public enum ErrorCode
{
    /// <summary>The request is wrong; sending it again unchanged fails again.</summary>
    InvalidRequest = 0,
    NotFound = 1,
    /// <summary>The name is taken by something else, or another call is in the way.</summary>
    Conflict = 2,
    /// <summary>No model can take the work now; it may be sent again later.</summary>
    Unavailable = 3,
    Cancelled = 4,
    /// <summary>The model failed on this item; others go on.</summary>
    ModelFailure = 5,
    Internal = 6,
    /// <summary>The tenant has as much as its limits allow; it may be sent again when some of that is done.</summary>
    LimitExceeded = 7,
    /// <summary>The item stopped its silo, or made no progress, each time that it was tried.</summary>
    Poison = 8,
    /// <summary>It waited for a place as long as its caller allowed, and got none.</summary>
    QueueTimeout = 9,
}

/// <summary>The one exception that crosses a process: its message is written for the caller.</summary>
[GenerateSerializer, Alias(Aliases.JanusException)]
public sealed class JanusException : Exception
{
    public JanusException()
    {
    }

    public JanusException(string message)
        : base(message)
    {
    }

    public JanusException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public JanusException(ErrorCode code, string message, string? field = null)
        : base(message)
    {
        Code = code;
        Field = field;
    }

    [Id(0)]
    public ErrorCode Code { get; init; } = ErrorCode.Internal;

    /// <summary>The field of the request that is wrong, where one is.</summary>
    [Id(1)]
    public string? Field { get; init; }

    public static JanusException Invalid(string field, string message) => new(ErrorCode.InvalidRequest, message, field);
}
