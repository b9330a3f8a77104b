using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using JanusCluster.Client.Delivery;
using JanusCluster.Client.Telemetry;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace JanusCluster.Client.Tests.Delivery;

/// <summary>A delivery service among fakes of everything that it talks to.</summary>
internal sealed class DeliveryBench : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Queue _queue;
    private readonly DeliveryService _service;

    public DeliveryBench(int pictures, DeliveryOptions? options = null)
    {
        _queue = new Queue(this, pictures);
        IGrainFactory grains = FakeGrains.Create(register =>
        {
            register.Add<IDeliveryGrain>(_ => _queue);
            register.Add(_ => FakeGrain.Create<IJobShardGrain>(
                nameof(IJobShardGrain.AcknowledgeDeliveryAsync), args => Acknowledge((int)args[0]!, (DeliveryReceipt)args[1]!)));
            register.Add(_ => FakeGrain.Create<ISchedulerGrain>(
                nameof(ISchedulerGrain.GetInstancesAsync),
                _ => Task.FromResult<IReadOnlyList<ModelInstance>>([Instance("idle", running: 0), Instance("busy", running: 8)])));
            register.Add<IModelGrain>(key => new Model(this, key));
        });
        var pictureDelivery = new PictureDelivery(grains, new PictureRenderer(grains), Blobs, TimeProvider.System);
        options ??= new DeliveryOptions { FirstPause = TimeSpan.FromMilliseconds(5), LongestPause = TimeSpan.FromMilliseconds(20) };
        _service = new DeliveryService(
            Directory,
            model => new ModelDelivery(model, "front", grains, pictureDelivery, new FrontMetrics(Meters), options, TimeProvider.System, NullLogger<ModelDelivery>.Instance),
            TimeProvider.System, NullLogger<DeliveryService>.Instance);
    }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public FakeDirectory Directory { get; } = new();

    public MemoryBlobStore Blobs { get; } = new();

    public ConcurrentDictionary<int, DeliveryReceipt> Receipts { get; } = new();

    public ConcurrentQueue<RenderRequest> Rendered { get; } = new();

    /// <summary>Throws for a silo that cannot render.</summary>
    public Action<string, RenderRequest> BeforeRender { get; set; } = (_, _) => { };

    public Action<int> BeforeAcknowledge { get; set; } = _ => { };

    /// <summary>Items of the queue that are leased now.</summary>
    public int Leased => _queue.Leased;

    public int MostLeased => _queue.MostLeased;

    public Task StartAsync() => _service.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _service.StopAsync(TestContext.Current.CancellationToken);

    public Task FinishedAsync() => _queue.Finished.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(CancellationToken.None);
        _service.Dispose();
        await _services.DisposeAsync();
    }

    private Task Acknowledge(int position, DeliveryReceipt receipt)
    {
        BeforeAcknowledge(position);
        Receipts[position] = receipt;
        return Task.CompletedTask;
    }

    private static ModelInstance Instance(string key, int running) => new(key, 8, running, 8, 0, "none", false);

    private sealed class Queue(DeliveryBench bench, int pictures) : IDeliveryGrain
    {
        private readonly Lock _lock = new();
        private readonly Queue<int> _waiting = new(Enumerable.Range(0, pictures));
        private readonly Dictionary<long, int> _leases = [];
        private int _left = pictures;
        private long _lastLease;

        public TaskCompletionSource Finished { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Leased => _leases.Count;

        public int MostLeased { get; private set; }

        public Task OfferAsync(string shard, IReadOnlyList<int> positions) => throw new NotSupportedException();

        public Task<int> GetBacklogAsync() => throw new NotSupportedException();

        public async Task<IReadOnlyList<DeliveryWork>> LeaseAsync(string front, int count, CancellationToken cancellationToken = default)
        {
            await Task.Delay(1, cancellationToken);
            var work = new List<DeliveryWork>();
            lock (_lock)
            {
                while (work.Count < count && _waiting.TryDequeue(out int position))
                {
                    _leases.Add(++_lastLease, position);
                    work.Add(new DeliveryWork(_lastLease, Picture(position)));
                }

                MostLeased = Math.Max(MostLeased, Leased);
            }

            return work;
        }

        public Task ReturnAsync(IReadOnlyList<long> leases, bool delivered)
        {
            lock (_lock)
            {
                foreach (long lease in leases)
                {
                    Assert.True(_leases.Remove(lease, out int position));
                    if (!delivered)
                        _waiting.Enqueue(position);
                    else if (--_left == 0)
                        Finished.TrySetResult();
                    Assert.True(!delivered || bench.Receipts.ContainsKey(position));
                }
            }

            return Task.CompletedTask;
        }

        private static UndeliveredImage Picture(int position) => new(
            "local/job/0", position, 1000 + position, FakeCluster.Description.Id,
            new ImageItem($"id-{position}", 0, 0, "a prompt", position, new ImageSettings()),
            new GeneratedImage([(byte)position], 1, DateTimeOffset.UnixEpoch));
    }

    private sealed class Model(DeliveryBench bench, string key) : IModelGrain
    {
        public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken = default)
        {
            bench.BeforeRender(key, request);
            bench.Rendered.Enqueue(request);
            return Task.FromResult(Encoding.UTF8.GetBytes($"png {request.Codes[0]}"));
        }

        public IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
