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
        GeneratedImage watched = await GenerateAsync(new PreviewSettings(3, shown.Enqueue));
        int count = shown.Count;
        GeneratedImage alone = await GenerateAsync(null);

        Assert.Equal(alone.Codes, watched.Codes);
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
    public async Task Render_Twice_SameFileWhateverElseIsRendered()
    {
        GeneratedImage image = await GenerateAsync(null);
        byte[] first = await RenderAsync(image.Codes);
        byte[][] among = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => RenderAsync(i == 3 ? image.Codes : new byte[image.Codes.Length])));
        Assert.Equal(first, among[3]);
        Assert.Equal(silo.Model.ImageSize, new ImageDecoder().Decode(first).Width);
    }

    [Fact]
    public async Task Render_WrongCodes_IsRefused()
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => RenderAsync(new byte[3]));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
    }

    private Task<GeneratedImage> GenerateAsync(PreviewSettings? previews) => Host.GenerateAsync(
        "test", new ImageItem("a", 0, 0, "a cat", 5, new ImageSettings()), _ => { }, Token, previews).WaitAsync(Limit, Token);

    private Task<byte[]> RenderAsync(byte[] codes) => Host.RenderAsync(new RenderRequest(codes, []), Token).WaitAsync(Limit, Token);
}
