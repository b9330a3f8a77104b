using System.Collections.Concurrent;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Imaging;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Silo.Tests.Models;

public sealed class EngineHostTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private IModelHost Host => silo.Services.GetRequiredService<IModelHost>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_WithPreviews_ShowsTheImageAsItGrowsAndEndsTheSame()
    {
        var shown = new ConcurrentQueue<ImagePreview>();
        ReadOnlyMemory<ushort> watched = await GenerateAsync(new PreviewSettings(3, shown.Enqueue));
        int count = shown.Count;
        ReadOnlyMemory<ushort> alone = await GenerateAsync(null);

        Assert.Equal(alone.ToArray(), watched.ToArray());
        Assert.Equal(count, shown.Count);
        Assert.All(shown, preview =>
        {
            Assert.Equal((silo.Model.ImageSize, silo.Model.ImageSize), (preview.Image.Width, preview.Image.Height));
            Assert.InRange(preview.Codes, 3, silo.Model.CodesPerImage - 1);
            Assert.Equal(0, preview.Codes % 3);
            Assert.Equal(127, preview.Image.Pixels.Span[^1]); // the last code's cell
        });
        Assert.Equal(shown.Select(preview => preview.Codes).Order(), shown.Select(preview => preview.Codes));
    }

    [Fact]
    public async Task Watch_AfterAnImage_HasCountedItsStepsAndSeesAnIdleEngine()
    {
        long before = Host.Watch.Counters.Steps;
        await GenerateAsync(null);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Host.Watch.Counters.Running > 0 || Host.Watch.InStep is not null)
            await Task.Delay(20, limit.Token);
        Assert.InRange(Host.Watch.Counters.Steps - before, silo.Model.CodesPerImage, 2 * silo.Model.CodesPerImage);
        Assert.True(Host.Watch.Counters.Blocks > 0);
    }

    [Fact]
    public async Task Render_Twice_SameFileWhateverElseIsRendered()
    {
        byte[] codes = CodeBytes.Of((await GenerateAsync(null)).Span);
        byte[] first = await RenderAsync(codes);
        byte[][] among = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => RenderAsync(i == 3 ? codes : new byte[codes.Length])));
        Assert.Equal(first, among[3]);
        Assert.Equal(silo.Model.ImageSize, new ImageDecoder().Decode(first).Width);
    }

    [Fact]
    public async Task Render_WrongCodes_IsRefused()
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => RenderAsync(new byte[3]));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
    }

    [Fact]
    public async Task Render_FewerCodes_IsGreyWhereNothingIsDrawn()
    {
        byte[] codes = CodeBytes.Of((await GenerateAsync(null)).Span);
        RgbImage half = new ImageDecoder().Decode(await RenderAsync(codes[..(codes.Length / 2)]));
        Assert.Equal(silo.Model.ImageSize, half.Width);
        Assert.Equal(127, half.Pixels.Span[^1]);
        Assert.Contains(half.Pixels[..(half.Pixels.Length / 4)].ToArray(), value => value != 127);
        Assert.All(new ImageDecoder().Decode(await RenderAsync([])).Pixels.ToArray(), value => Assert.Equal(127, value));
        await Assert.ThrowsAsync<JanusException>(() => RenderAsync(new byte[codes.Length + 2]));
    }

    [Fact]
    public async Task Generate_ResumedAnywhere_GivesTheSameCodes()
    {
        ushort[] whole = (await GenerateAsync(null)).ToArray();
        Assert.True((await Host.DescribeAsync(Token)).IsDeterministic);
        foreach (int kept in (int[])[1, 17, whole.Length - 1, whole.Length])
            Assert.Equal(whole, (await GenerateAsync(null, whole[..kept])).ToArray());
    }

    private Task<ReadOnlyMemory<ushort>> GenerateAsync(PreviewSettings? previews, params ushort[] resume) => Host.GenerateAsync(
        new ImageWork("test", new ImageItem("a", 0, 0, "a cat", 5, new ImageSettings()), RequestClass.Bulk, resume),
        _ => { }, Token, previews).WaitAsync(Limit, Token);

    private Task<byte[]> RenderAsync(byte[] codes) => Host.RenderAsync(new RenderRequest(codes, []), Token).WaitAsync(Limit, Token);
}
