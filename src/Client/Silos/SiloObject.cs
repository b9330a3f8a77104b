using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Silos;

/// <summary>A silo as administrators see it.</summary>
/// <param name="Name">Absent, as all but the address and state, while the silo does not answer.</param>
/// <param name="Model">Id of the model that it serves; absent for a control silo, and while the model loads.</param>
/// <param name="Numerics">The model's numerics class there.</param>
/// <param name="Places">Items and turns that run at a time.</param>
/// <param name="Running">Those that run now.</param>
/// <param name="Engine">What the model's engine is at; absent without one.</param>
/// <param name="State">active, draining, or silent: a member that does not answer, on its way in or out.</param>
internal sealed record SiloObject(
    string? Name, string Object, string Address, string? Model, string? Numerics, int? Places, int? Running, string State, EngineObject? Engine = null)
{
    private const string Type = "silo", Active = "active", Draining = "draining", Silent = "silent";

    public static SiloObject Of(SiloDescription silo) => new(
        silo.Name, Type, silo.Address, silo.Model, silo.Numerics, silo.Places, silo.Running, silo.IsDraining ? Draining : Active,
        silo.Engine is { } engine ? EngineObject.Of(engine) : null);

    public static SiloObject OfSilent(string address) => new(null, Type, address, null, null, null, null, Silent);

    /// <returns>Null for one that does not answer.</returns>
    public SiloDescription? ToDescription() => Name is null
        ? null
        : new SiloDescription(Name, Address, Model, Numerics, Places ?? 0, Running ?? 0, State == Draining, Engine?.ToFigures());
}

/// <summary>As <see cref="EngineFigures"/>.</summary>
internal sealed record EngineObject(int Rows, double KvUsage, long Made, long PrefixQueried, long PrefixHits)
{
    public static EngineObject Of(EngineFigures engine) => new(engine.Rows, Math.Round(engine.KvUsage, 4), engine.Made, engine.PrefixQueried, engine.PrefixHits);

    public EngineFigures ToFigures() => new(Rows, KvUsage, Made, PrefixQueried, PrefixHits);
}

/// <summary>Body of <c>POST /v1/admin/cluster/drain</c>.</summary>
/// <param name="Silo">Its name or address.</param>
internal sealed record DrainBody(string? Silo = null);
