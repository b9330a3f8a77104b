using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Vq;

public sealed class DrawnRegionTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly IDisposable _inference = torch.inference_mode();

    /// <summary>Two and three levels: 2 × 2 and 4 × 4 pixels a code, in grids of 4 × 4.</summary>
    public static TheoryData<string> Models => ["peaked", "small"];

    [Theory, MemberData(nameof(Models))]
    public void DrawCodes_AllDrawn_IsThePlainDecode(string name)
    {
        JanusModel model = Create(name);
        torch.Tensor codes = Codes(model, model.Config.Vq.CodesPerImage);
        torch.Tensor rows = model.GenVisionModel.Quantizer.Lookup(codes);
        torch.Tensor plain = JanusModel.ToPixels(model.GenVisionModel.Decode(Grid(model, rows)));
        Assert.True(plain.equal(model.DrawCodes(codes)).all().item<bool>());
    }

    [Theory, MemberData(nameof(Models))]
    public void DrawCodes_NoneDrawn_IsGrey(string name)
    {
        JanusModel model = Create(name);
        Assert.True((model.DrawCodes(Codes(model, 0)) == 127).all().item<bool>());
    }

    [Theory, MemberData(nameof(Models))]
    public void DrawCodes_SomeDrawn_DecodesZerosInTheirPlacesAndGreysExactlyTheirCells(string name)
    {
        JanusModel model = Create(name);
        VqConfig vq = model.Config.Vq;
        int drawn = vq.GridSize + 2; // the first row of the grid, and two codes of the second
        torch.Tensor codes = Codes(model, drawn);
        torch.Tensor rows = model.GenVisionModel.Quantizer.Lookup(codes.clamp_min(0));
        rows.narrow(1, drawn, vq.CodesPerImage - drawn).zero_();
        torch.Tensor expected = JanusModel.ToPixels(model.GenVisionModel.Decode(Grid(model, rows)));
        torch.Tensor pixels = model.DrawCodes(codes);
        Assert.Equal([1, vq.ImageSize, vq.ImageSize, 3], pixels.shape);
        for (int y = 0; y < vq.ImageSize; y++)
        {
            for (int x = 0; x < vq.ImageSize; x++)
            {
                bool isDrawn = (y / vq.Downsampling * vq.GridSize) + (x / vq.Downsampling) < drawn;
                byte[] wanted = isDrawn ? [.. expected[0, y, x].data<byte>()] : [127, 127, 127];
                Assert.Equal(wanted, pixels[0, y, x].data<byte>().ToArray());
            }
        }
    }

    [Fact]
    public void DrawCodes_OneMore_ChangesItsOwnCell()
    {
        JanusModel model = Create("small");
        int cell = model.Config.Vq.Downsampling;
        torch.Tensor cellOfFifth(torch.Tensor pixels) => pixels.narrow(1, cell, cell).narrow(2, 0, cell);
        Assert.True((cellOfFifth(model.DrawCodes(Codes(model, 4))) == 127).all().item<bool>());
        Assert.False((cellOfFifth(model.DrawCodes(Codes(model, 5))) == 127).all().item<bool>());
    }

    public void Dispose()
    {
        _inference.Dispose();
        _scope.Dispose();
    }

    private static JanusModel Create(string name) => name == "peaked" ? PeakedModel.Create() : SmallModel.Create();

    /// <summary>[1, G·G], the first <paramref name="drawn"/> of them drawn.</summary>
    private static torch.Tensor Codes(JanusModel model, int drawn) => torch.tensor(
        Enumerable.Range(0, model.Config.Vq.CodesPerImage).Select(i => i < drawn ? (7L * i) % model.Config.Vq.CodebookSize : -1).ToArray())
        .unsqueeze(0);

    /// <summary>Rows [1, G·G, C] to a map [1, C, G, G].</summary>
    private static torch.Tensor Grid(JanusModel model, torch.Tensor rows) =>
        rows.reshape(1, model.Config.Vq.GridSize, model.Config.Vq.GridSize, -1).permute(0, 3, 1, 2).contiguous();
}
