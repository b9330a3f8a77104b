namespace JanusCluster.Silo.Hosting;

/// <summary>Keys of the silo metadata: what all silos know of each other without asking. Placement reads the first two.</summary>
internal static class SiloRoles
{
    /// <summary>Name of the model; present on silos that serve one.</summary>
    public const string Model = "janus.model";

    /// <summary>Present on silos that serve none. Said and not concluded: of a silo that has just come nothing may be known yet.</summary>
    public const string Control = "janus.control";

    /// <summary>Numerics class as far as it is known before the model is loaded: the device and dtype that are set.</summary>
    public const string Numerics = "janus.numerics";

    /// <summary>Images that run at a time; absent where the silo chooses by its memory.</summary>
    public const string Capacity = "janus.capacity";

    public static Dictionary<string, string> Of(SiloSettings settings) => settings switch
    {
        { Simulated: { } simulated } => new()
        {
            [Model] = simulated.Name,
            [Numerics] = "simulated",
            [Capacity] = $"{simulated.MaxImages}",
        },
        { Model: { } model } => OfModel(model),
        _ => new() { [Control] = "true" },
    };

    private static Dictionary<string, string> OfModel(ModelSettings model)
    {
        var known = new Dictionary<string, string>
        {
            [Model] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model.Path))),
        };
        if (model.Device is not null || model.Dtype is not null)
            known[Numerics] = $"{model.Device ?? "auto"}/{model.Dtype ?? "auto"}";
        if (model.MaxImages is { } images)
            known[Capacity] = $"{images}";
        return known;
    }
}
