namespace JanusCluster.Model.Engine;

/// <summary>Who goes first when not all fit. Within a class, first come.</summary>
public enum RequestClass
{
    /// <summary>Somebody reads along: pre-empts <see cref="Bulk"/>.</summary>
    Chat,

    /// <summary>Somebody waits for the picture.</summary>
    Interactive,

    /// <summary>Nobody waits for this one.</summary>
    Bulk,
}
