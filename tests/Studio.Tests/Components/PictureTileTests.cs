using Bunit;
using JanusCluster.Client.Studio.Pictures;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Studio.Tests.Components;

public sealed class PictureTileTests : BunitContext
{
    private static readonly ImageItem Item = new("a", 0, 0, "a <b>red</b> star", 7, new ImageSettings());

    [Fact]
    public void Delivered_IsAButtonWithItsPicture()
    {
        int opened = 0;
        IRenderedComponent<PictureTile> tile = Render<PictureTile>(parameters => parameters
            .Add(one => one.Job, "job-1").Add(one => one.Item, Report(ItemState.Delivered)).Add(one => one.Open, () => opened++));
        tile.Find("button img").MarkupMatches("""<img src="studio/pictures/job-1/3.png" alt="a &lt;b&gt;red&lt;/b&gt; star" loading="lazy" draggable="true" />""");
        tile.Find("button").Click();
        Assert.Equal(1, opened);
    }

    [Fact]
    public void HalfMade_ShowsWhatThereIs()
    {
        IRenderedComponent<PictureTile> tile = Render<PictureTile>(parameters => parameters
            .Add(one => one.Job, "job-1").Add(one => one.Item, Report(ItemState.Queued)).Add(one => one.Codes, 288).Add(one => one.CodesPerImage, 576));
        Assert.Equal("studio/previews/job-1/3.png?codes=288", tile.Find("img").GetAttribute("src"));
        Assert.Equal("50 %", tile.Find(".state").TextContent);
        Assert.Equal("preview", tile.Find(".tile").GetAttribute("data-state"));
    }

    [Theory]
    [InlineData(ItemState.Queued, "waiting", "waiting")]
    [InlineData(ItemState.Generated, "waiting", "being written")]
    [InlineData(ItemState.Cancelled, "cancelled", "not made")]
    [InlineData(ItemState.Failed, "failed", "The prompt is too long.")]
    public void WithoutPicture_SaysWhy(ItemState state, string kind, string words)
    {
        IRenderedComponent<PictureTile> tile = Render<PictureTile>(parameters => parameters.Add(one => one.Job, "job-1").Add(one => one.Item, Report(state)));
        Assert.Equal((kind, words), (tile.Find(".tile").GetAttribute("data-state"), tile.Find(".nothing").TextContent));
    }

    private static ItemReport Report(ItemState state) => new(
        3, Item, state, 1, null,
        state == ItemState.Delivered ? new DeliveryReceipt("blob", "00", 1, DateTimeOffset.UnixEpoch) : null,
        state == ItemState.Failed ? new ItemError(ErrorCode.InvalidRequest, "The prompt is too long.") : null);
}
