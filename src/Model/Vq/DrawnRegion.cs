using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>
/// Images of which not all codes are drawn. A negative code is one that is still missing: its latents are zeros, which are
/// no row of the codebook, and its cell of pixels is mid-grey.
/// </summary>
/// <remarks>
/// The decoder's norms and its attention see the whole map, so the drawn cells of an unfinished image are near the finished
/// ones, not equal to them. With no code missing nothing is replaced, and the result is the plain decode bit for bit.
/// </remarks>
internal static class DrawnRegion
{
    private const int MidGrey = 127;

    /// <summary>The codebook rows of codes [N, P], zeros where a code is negative: [N, P, C].</summary>
    public static torch.Tensor Rows(torch.Tensor codes, VectorQuantizer quantizer)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor rows = quantizer.Lookup(codes.clamp_min(Scalars.Zero)); // [N, P, C]
        return rows.masked_fill((codes < Scalars.Zero).unsqueeze(2), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>Bytes [N, S, S, 3] of codes [N, G·G], mid-grey in the cells of negative codes.</summary>
    public static torch.Tensor Pixels(torch.Tensor bytes, torch.Tensor codes)
    {
        using var scope = torch.NewDisposeScope();
        long images = bytes.shape[0], side = bytes.shape[1], grid = (long)Math.Sqrt(codes.shape[1]), cell = side / grid;
        torch.Tensor missing = (codes < Scalars.Zero).reshape(images, grid, 1, grid, 1)
            .expand(images, grid, cell, grid, cell).reshape(images, side, side, 1);
        using Scalar grey = MidGrey.ToScalar();
        return bytes.masked_fill(missing, grey).MoveToOuterDisposeScope();
    }
}
