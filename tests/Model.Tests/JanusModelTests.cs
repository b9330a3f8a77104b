using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Model.Tests;

public sealed class JanusModelTests
{
    private const int Warmup = 5;
    private const int Forwards = 200;

    [Fact]
    public void InitializeWeights_MemoryFullOfNaN_LeavesNone()
    {
        using var model = new JanusModel(SmallModel.Config, torch.CPU, torch.ScalarType.Float32);
        using (torch.no_grad())
        {
            foreach ((_, torch.Tensor parameter) in model.named_parameters())
                parameter.fill_(float.NaN);
        }

        model.InitializeWeights(seed: 3);

        Assert.All(model.named_parameters(), named => Assert.True(named.parameter.isfinite().all().item<bool>(), named.name));
    }

    [Fact]
    public void InitializeWeights_SameSeed_SameWeights()
    {
        using JanusModel one = SmallModel.Create(), other = SmallModel.Create();
        Assert.All(one.named_parameters().Zip(other.named_parameters()), pair => Assert.True(pair.First.parameter.equal(pair.Second.parameter).all().item<bool>()));
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    [InlineData(torch.ScalarType.Float16)]
    public void EveryPath_InEachType_KeepsTypeAndShapeAndIsFinite(torch.ScalarType type)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = SmallModel.Create(type);
        JanusConfig config = model.Config;
        int codes = config.Vq.CodesPerImage, hidden = config.Language.HiddenSize;
        torch.Tensor ids = torch.tensor(new long[,] { { 1, 2, 3 }, { 4, 5, -1 } });
        torch.Tensor code = torch.arange(2 * codes).remainder(config.Vq.CodebookSize).view(2, codes);
        torch.Tensor states = model.Forward(model.EmbedText(ids), null, torch.arange(3));

        void Check(torch.Tensor actual, params long[] shape)
        {
            Assert.Equal(shape, actual.shape);
            Assert.Equal(type, actual.dtype);
            Assert.True(actual.isfinite().all().item<bool>());
        }

        Check(states, 2, 3, hidden);
        Check(model.TextLogits(states), 2, 3, config.Language.VocabularySize);
        Check(model.ImageLogits(states), 2, 3, config.GenHead.CodebookSize);
        Check(model.EmbedImageCodes(code), 2, codes, hidden);
        Check(model.EncodeImages(torch.zeros([2, 3, 28, 28], dtype: type)), 2, config.Vision.Patches, hidden);
        torch.Tensor images = model.DecodeCodes(code);
        Check(images, 2, 3, 16, 16);
        torch.Tensor again = model.EncodeToCodes(images);
        Assert.Equal([2, codes], again.shape);
        Assert.Equal(torch.ScalarType.Int64, again.dtype);
    }

    [Fact]
    public void Forward_TwoHundredTimes_LeavesNoTensorBehind()
    {
        using IDisposable inference = torch.inference_mode();
        using JanusModel model = SmallModel.Create();
        long live = 0;
        for (int i = 0; i < Warmup + Forwards; i++)
        {
            if (i == Warmup)
                live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            OnEveryPath(model);
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Dispose_Model_FreesEveryTensor()
    {
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        SmallModel.Create().Dispose();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Constructor_InsideADisposeScope_WeightsOutliveIt()
    {
        JanusModel model;
        using (torch.NewDisposeScope())
            model = SmallModel.Create();
        using (model)
            Assert.All(model.named_parameters(), named => Assert.False(named.parameter.IsInvalid));
    }

    [Fact]
    public void To_OtherType_IsRefused()
    {
        using JanusModel model = SmallModel.Create();
        Assert.Throws<NotSupportedException>(() => model.to(torch.ScalarType.BFloat16));
    }

    [Fact]
    public void ToPixels_Values_AreClippedAndTruncated()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor decoded = torch.tensor(new[] { -3f, -1f, 0f, 0.999f, 1f, 7f }).view(1, 3, 1, 2);
        Assert.Equal([0, 127, 255, 0, 254, 255], JanusModel.ToPixels(decoded).data<byte>().ToArray());
    }

    [Fact]
    public void DecodeCodes_NoSquare_IsRefused()
    {
        using JanusModel model = SmallModel.Create();
        using torch.Tensor codes = torch.zeros(1, 15, dtype: torch.ScalarType.Int64);
        Assert.Throws<ArgumentException>(() => model.DecodeCodes(codes));
    }

    /// <summary>The temporaries made here are disposed one by one: without a scope of its own, each must be all that is left.</summary>
    private static void OnEveryPath(JanusModel model)
    {
        using torch.Tensor ids = torch.zeros(2, 3, dtype: torch.ScalarType.Int64);
        using torch.Tensor positions = torch.arange(3);
        using torch.Tensor next = torch.arange(3, 6);
        using torch.Tensor embeds = model.EmbedText(ids);
        using var cache = new ConcatenatingCache();
        using torch.Tensor first = model.Forward(embeds, cache, positions);
        using torch.Tensor second = model.Forward(embeds, cache, next);
        using torch.Tensor text = model.TextLogits(second);
        using torch.Tensor image = model.ImageLogits(second);
        using torch.Tensor pixels = torch.zeros(1, 3, 28, 28);
        using torch.Tensor encoded = model.EncodeImages(pixels);
        using torch.Tensor codes = torch.zeros(1, model.Config.Vq.CodesPerImage, dtype: torch.ScalarType.Int64);
        using torch.Tensor embedded = model.EmbedImageCodes(codes);
        using torch.Tensor decoded = model.DecodeCodes(codes);
        using torch.Tensor bytes = JanusModel.ToPixels(decoded);
        using torch.Tensor recoded = model.EncodeToCodes(decoded);
    }
}
