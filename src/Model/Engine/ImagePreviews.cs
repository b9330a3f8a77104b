using JanusCluster.Imaging;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Previews of one running image. At most one is decoded or shown at a time: those that fall due meanwhile are skipped, so a
/// slow decoder or caller makes them rarer and delays nothing.
/// </summary>
/// <param name="decode">Codes so far to pixels, as <see cref="VisionWorker.DecodeAsync"/>.</param>
public sealed class ImagePreviews(
    Func<ReadOnlyMemory<ushort>, CancellationToken, Task<RgbImage>> decode, PreviewSettings settings) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private int _codes;

    /// <summary>The preview that is being decoded or shown, or was last. Never fails.</summary>
    internal Task Outstanding { get; private set; } = Task.CompletedTask;

    /// <summary>Takes a preview if one is due. Called from one thread at a time, after every step; returns at once.</summary>
    /// <param name="codes">Those drawn so far.</param>
    /// <param name="total">Codes of the whole image, of which there is no preview.</param>
    public void Advance(ReadOnlySpan<ushort> codes, int total)
    {
        int before = _codes;
        _codes = codes.Length;
        if (codes.Length >= total)
            End();
        else if (IsDue(before, codes.Length) && Outstanding.IsCompleted && !_ended.IsCancellationRequested)
            Outstanding = TakeAsync(codes.ToArray());
    }

    /// <summary>No preview begins to be shown after this. One that is being shown ends by itself.</summary>
    public void End() => _ended.Cancel();

    /// <summary>Ends the previews and waits for the one that is being shown.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await Outstanding;
    }

    private bool IsDue(int before, int now) =>
        settings.Interval > 0 && now / settings.Interval > before / settings.Interval;

    private async Task TakeAsync(ushort[] codes)
    {
        try
        {
            RgbImage image = await decode(codes, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (!_ended.IsCancellationRequested)
                settings.Show(new ImagePreview(codes.Length, image));
        }
        catch (Exception)
        {
            // An image is worth more than its previews: it goes on without them.
            End();
        }
    }
}
