using System.Diagnostics;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Telemetry;
using JanusCluster.Storage;
using TorchSharp;

namespace JanusCluster.Silo.Models;

/// <summary>Owns this silo's weights, KV memory and engine thread. One a process.</summary>
internal sealed partial class EngineHost(
    ModelSettings settings, IBlobStore blobs, TimeProvider time, ILogger<EngineHost> logger) : IModelHost, IHostedService
{
    /// <summary>Rows beside those of images, so that chat is never kept waiting by them.</summary>
    private const int ChatRows = 16;

    private readonly TaskCompletionSource<ServedModel> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EngineThread? _thread;
    private InferenceEngine? _engine;
    private VisionWorker? _vision;

    public EngineWatch Watch { get; } = new(time);

    public int Capacity { get; } = settings.MaxImages ?? 8;

    public int ChatCapacity => ChatRows;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Whoever needs the model awaits it and sees the error; a silo that nobody asks must not die of it.
        _ = _loaded.Task.ContinueWith(task => task.Exception, TaskScheduler.Default);
        _thread = new EngineThread(Load, Watch);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _loaded.TrySetException(new JanusException(ErrorCode.Unavailable, "The silo is stopping."));
        if (_thread is { } thread)
            await thread.StopAsync(cancellationToken);
        if (_vision is { } vision)
            await vision.StopAsync(cancellationToken);
    }

    public async Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) =>
        (await _loaded.Task.WaitAsync(cancellationToken)).Description;

    public async Task<ReadOnlyMemory<ushort>> GenerateAsync(
        ImageWork work, Action<ReadOnlyMemory<ushort>> made, CancellationToken cancellationToken, PreviewSettings? previews = null)
    {
        ServedModel model = await _loaded.Task.WaitAsync(cancellationToken);
        ImageItem item = work.Item;
        ImagePrompt prompt = model.Prompts.TextToImage(PromptSegment.Plain(item.Prompt));
        if (prompt.Conditional.Length > model.Description.PromptTokenLimit)
        {
            throw JanusException.Invalid("prompt",
                $"The prompt has {prompt.Conditional.Length} tokens; {model.Description.Name} takes at most {model.Description.PromptTokenLimit}.");
        }

        if (work.Resume.Count == model.Description.CodesPerImage)
            return work.Resume.ToArray(); // only its end was not told yet
        ImageSettings settings = item.Settings;
        await using ImagePreviews? shown = previews is null ? null : new ImagePreviews(_vision!.DecodeAsync, previews);
        await using CancellationTokenRegistration unwatched = cancellationToken.Register(() => shown?.End());
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sequence = new ImageSequence(
            new ImageGeneration(prompt, settings.Guidance, new SamplingSettings(settings.Temperature, settings.TopK, settings.TopP, item.Seed))
            {
                Salt = work.Tenant,
                Class = work.Class,
                Resume = work.Resume,
            },
            model.Description.CodesPerImage,
            running =>
            {
                made(running.Codes);
                shown?.Advance(running.Codes.Span, running.Total);
                if (running.Count == running.Total)
                    done.TrySetResult();
            },
            error => done.TrySetException(ToJanus(error)));
        await RunAsync(sequence, done.Task, error => done.TrySetException(ToJanus(error)), cancellationToken);
        return sequence.Codes;
    }

    public async Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken)
    {
        ServedModel model = await _loaded.Task.WaitAsync(cancellationToken);
        ushort[] codes = model.CheckCodes(request.Codes);
        RgbImage picture = await DecodeAsync(codes, cancellationToken);
        return PngEncoder.Encode(picture, [.. request.Text.Select(entry => new PngTextEntry(entry.Key, entry.Value))]);
    }

    public async IAsyncEnumerable<ChatDelta> ChatAsync(
        ChatWork work, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Of the caller's first step into this; later ones come without it.
        Activity? span = Activity.Current;
        ServedModel model = await _loaded.Task.WaitAsync(cancellationToken);
        TextGeneration request = await ChatPrompt.BuildAsync(model, work, blobs, cancellationToken);
        var stream = new ChatStream(model, request, work.Settings.Stop ?? []);
        Post(stream.Sequence, stream.Fail);
        try
        {
            await foreach (ChatDelta delta in stream.ReadAsync(cancellationToken))
                yield return delta;
        }
        finally
        {
            Cancel(stream.Sequence);
            span?.Admitted(stream.Sequence, time);
        }
    }

    private InferenceEngine? Load()
    {
        try
        {
            long started = time.GetTimestamp();
            ServedModel model = ServedModel.Load(settings);
            _vision = new VisionWorker(model.Weights, new VisionWorkerOptions());
            _engine = new InferenceEngine(model.Weights, Options(model), EncodeAsync, time);
            model.Describe(_engine.IsDeterministic);
            LogLoaded(model.Description.Id, model.Description.Numerics, time.GetElapsedTime(started).TotalSeconds);
            _loaded.TrySetResult(model);
            return _engine;
        }
        catch (Exception e)
        {
            LogLoadFailed(e, settings.Path);
            _loaded.TrySetException(new JanusException(ErrorCode.Unavailable, $"The model in {settings.Path} could not be loaded: {e.Message}"));
            return null;
        }
    }

    private EngineOptions Options(ServedModel model) => new()
    {
        MaxRows = (2 * Capacity) + ChatRows,
        KvBytes = settings.KvMemoryMiB is { } mebibytes ? (long)mebibytes << 20 : model.KvBudget(),
        TokensPerStep = settings.TokensPerStep ?? (model.IsOnCpu ? 64 : 512), // where more gains nothing and holds others up
        HostPrefixBytes = (long)settings.HostPrefixMiB << 20,
        StepTarget = settings.StepTargetMilliseconds is { } target ? TimeSpan.FromMilliseconds(target) : null,
        Deterministic = settings.Deterministic,
    };

    /// <summary>For the engine: when the features are there, its thread looks again, in case it had nothing else to do.</summary>
    private Task<torch.Tensor> EncodeAsync(float[] pixels, CancellationToken cancellationToken)
    {
        Task<torch.Tensor> encoded = _vision!.EncodeAsync(pixels, cancellationToken);
        _ = encoded.ContinueWith(_ => _thread!.Wake(), TaskScheduler.Default);
        return encoded;
    }

    private async Task<RgbImage> DecodeAsync(ushort[] codes, CancellationToken cancellationToken)
    {
        try
        {
            return await _vision!.DecodeAsync(codes, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ToJanus(e);
        }
    }

    private async Task RunAsync(Sequence sequence, Task done, Action<Exception> failed, CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => Cancel(sequence));
        Post(sequence, failed);
        try
        {
            await done;
        }
        catch (JanusException e) when (e.Code == ErrorCode.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            Activity.Current?.Admitted(sequence, time);
        }
    }

    private void Post(Sequence sequence, Action<Exception> failed) => _thread!.Post(() =>
    {
        try
        {
            _engine!.Add(sequence);
        }
        catch (ArgumentException e)
        {
            failed(e);
        }
    });

    private void Cancel(Sequence sequence)
    {
        sequence.Cancel();
        _thread!.Post(() => { });
    }

    internal static JanusException ToJanus(Exception error) => error switch
    {
        JanusException janus => janus,
        OperationCanceledException => new JanusException(ErrorCode.Cancelled, "The request was cancelled."),
        ArgumentException => new JanusException(ErrorCode.InvalidRequest, error.Message),
        ObjectDisposedException => new JanusException(ErrorCode.Unavailable, "The silo is stopping."),
        _ => new JanusException(ErrorCode.ModelFailure, $"The model failed: {error.Message.Split('\n')[0]}"),
    };

    [LoggerMessage(LogLevel.Information, "{Model} is loaded on {Numerics} after {Seconds:F1} s")]
    private partial void LogLoaded(string model, string numerics, double seconds);

    [LoggerMessage(LogLevel.Error, "The model in {Path} could not be loaded")]
    private partial void LogLoadFailed(Exception exception, string path);
}
