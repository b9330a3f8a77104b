using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using JanusCluster.Contracts.Silos;
using JanusCluster.Silo.Hosting;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace JanusCluster.Silo.Kubernetes;

/// <summary>
/// Tells Kubernetes how busy the silos of its pools are, so that a pool that shrinks gives up idle ones first. A silo's pod bears
/// its name (Silo:Name); of all silos that have the setting, one does it at a time.
/// </summary>
/// <param name="space">The namespace of the pods.</param>
internal sealed partial class DeletionCosts(
    IKubernetes kubernetes, string space, IGrainFactory grains, ExpiryRounds rounds, TimeProvider time, ILogger<DeletionCosts> logger)
    : BackgroundService
{
    /// <summary>The ReplicaSet controller deletes those of lower cost first.</summary>
    internal const string Annotation = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>Of a silo whose places are all taken. Few steps: each change is a write to the API server.</summary>
    internal const int Full = 10;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> _told = [];

    /// <summary>0 for an idle silo, 1 to <see cref="Full"/> for one that has work.</summary>
    internal static int CostOf(SiloDescription silo) =>
        silo.Running <= 0 ? 0 : Math.Clamp((int)Math.Ceiling((double)Full * silo.Running / Math.Max(1, silo.Places)), 1, Full);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await rounds.TakeAsync("deletion-costs", Period))
                    await TellAsync(stoppingToken);
                else
                    _told.Clear(); // others have told something else since
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _told.Clear();
                LogRoundFailed(e);
            }
        }
    }

    /// <summary>One round: the silos whose cost has changed.</summary>
    internal async Task TellAsync(CancellationToken cancellationToken)
    {
        Dictionary<SiloAddress, SiloStatus> silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);
        SiloDescription?[] described = await Task.WhenAll(silos.Keys.Select(silo => AskAsync(silo, cancellationToken)));
        foreach (SiloDescription silo in described.OfType<SiloDescription>().Where(silo => silo.Model is not null))
        {
            int cost = CostOf(silo);
            if (_told.TryGetValue(silo.Name, out int told) && told == cost)
                continue;
            await TellAsync(silo.Name, cost, cancellationToken);
            _told[silo.Name] = cost;
        }
    }

    private async Task TellAsync(string pod, int cost, CancellationToken cancellationToken)
    {
        var change = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject { [Annotation] = cost.ToString(CultureInfo.InvariantCulture) },
            },
        };
        try
        {
            await kubernetes.CoreV1.PatchNamespacedPodAsync(
                new V1Patch(change.ToJsonString(), V1Patch.PatchType.MergePatch), pod, space, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // It has just gone, or runs elsewhere.
        }
    }

    private async Task<SiloDescription?> AskAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>(silo.ToParsableString()).DescribeAsync().WaitAsync(Period, time, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Kubernetes could not be told how busy silos are; trying again")]
    private partial void LogRoundFailed(Exception exception);
}
