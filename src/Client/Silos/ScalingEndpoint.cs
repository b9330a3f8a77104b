using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Silos;

/// <summary><c>GET /v1/admin/scaling?model=NAME</c>: what an autoscaler of a pool of silos asks.</summary>
internal sealed class ScalingEndpoint(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder group) =>
        group.MapGet("/scaling", (HttpContext context, ScalingEndpoint scaling, string? model) => scaling.GetAsync(model, context.RequestAborted))
            .WithTags("Administration").Produces<ScalingObject>().WithSummary("How many silos a model wants, and why.");

    private async Task<IResult> GetAsync(string? name, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(name))
            throw JanusException.Invalid("model", "Say which model's pool: ?model=NAME.");
        IReadOnlyList<ModelDescription> known = await AskAsync(grains.GetGrain<IModelCatalogGrain>(IModelCatalogGrain.Key).ListAsync, cancellationToken);
        // Of weights that were replaced under their name the newer ones are meant.
        if (known.FirstOrDefault(one => one.Name == name || one.Id == name) is not { } model)
            return Answer(ScalingObject.OfUnknown(name));
        Demand demand = await AskAsync(grains.GetGrain<ISchedulerGrain>(model.Id).GetDemandAsync, cancellationToken);
        // A queue that is still being read looks emptier than it is: no answer, and the pool stays as it is.
        return demand.IsComplete
            ? Answer(ScalingObject.Of(model, demand))
            : throw new JanusException(ErrorCode.Unavailable, "The queue is being read; ask again in a moment.");
    }

    private Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        ClusterCall.RepeatAsync(call, time, cancellationToken).WaitAsync(Patience, time, cancellationToken);

    private static IResult Answer(ScalingObject scaling) => Results.Json(scaling, ApiJson.Options);
}

/// <summary>What a model's silos have to do.</summary>
/// <param name="Model">Its id; the name that was asked for while no silo has served it.</param>
/// <param name="Known">Whether a silo has ever served it. Of one that none has, a single silo is wanted: with it the cluster learns the model.</param>
/// <param name="WantedSilos">0 when nothing is left to do.</param>
/// <param name="BacklogSeconds">What is left to do, in seconds of one silo.</param>
/// <param name="Silos">Those that take work.</param>
/// <param name="WaitingCodes">Codes and tokens of what waits.</param>
/// <param name="RunningCodes">Codes and tokens that what runs still costs.</param>
/// <param name="Undelivered">Finished pictures that are not in blob storage.</param>
/// <param name="SiloCodesPerSecond">What one busy silo makes, as measured; a guess until then.</param>
internal sealed record ScalingObject(
    string Object, string Model, bool Known, int WantedSilos, double BacklogSeconds, int Silos, long WaitingCodes, long RunningCodes, int Undelivered,
    double SiloCodesPerSecond)
{
    private const string Type = "scaling";

    public static ScalingObject Of(ModelDescription model, Demand demand) => new(
        Type, model.Id, Known: true, demand.WantedSilos, Math.Round(demand.BacklogSeconds, 3), demand.Silos, demand.WaitingCodes, demand.LeasedCodes,
        demand.Undelivered, Math.Round(demand.SiloCodesPerSecond, 1));

    public static ScalingObject OfUnknown(string name) => new(Type, name, Known: false, WantedSilos: 1, 0, 0, 0, 0, 0, 0);
}
