using JanusCluster.Imaging;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>SigLIP and the VQ decoder of a loaded model.</summary>
internal sealed class JanusVision(JanusModel model) : IVisionModel
{
    private const long NotDrawn = -1;

    public int CodesPerImage => model.Config.Vq.CodesPerImage;

    /// <exception cref="ArgumentException">An image has not 3 · side · side numbers.</exception>
    public IReadOnlyList<torch.Tensor> Encode(IReadOnlyList<float[]> images)
    {
        int side = model.Config.Vision.ImageSize, length = 3 * side * side;
        float[] all = new float[images.Count * length];
        for (int i = 0; i < images.Count; i++)
        {
            if (images[i].Length != length)
                throw new ArgumentException($"An image of {images[i].Length} numbers; {side} × {side} pixels have {length}.", nameof(images));
            images[i].CopyTo(all, i * length);
        }

        torch.Tensor pixels = torch.tensor(all, [images.Count, 3, side, side]).to(model.Allocation.Type, model.Allocation.Device);
        torch.Tensor features = model.EncodeImages(pixels); // [images, patches, hidden]
        return [.. Enumerable.Range(0, images.Count).Select(i => features[i].clone())];
    }

    /// <exception cref="ArgumentException">More codes than an image has, or one that the codebook has not.</exception>
    public IReadOnlyList<RgbImage> Decode(IReadOnlyList<ReadOnlyMemory<ushort>> images)
    {
        long[] codes = new long[images.Count * CodesPerImage];
        Array.Fill(codes, NotDrawn);
        for (int i = 0; i < images.Count; i++)
            Widen(images[i].Span, codes.AsSpan(i * CodesPerImage, CodesPerImage));
        torch.Tensor ids = torch.tensor(codes, [images.Count, CodesPerImage], device: model.Allocation.Device);
        byte[] bytes = model.DrawCodes(ids).cpu().contiguous().data<byte>().ToArray(); // [images, side, side, 3]
        int side = model.Config.Vq.ImageSize;
        return [.. bytes.Chunk(side * side * 3).Select(pixels => new RgbImage(side, side, pixels))];
    }

    private void Widen(ReadOnlySpan<ushort> drawn, Span<long> codes)
    {
        int codebook = model.Config.Vq.CodebookSize;
        if (drawn.Length > codes.Length)
            throw new ArgumentException($"{drawn.Length} codes; an image has {codes.Length}.", nameof(drawn));
        for (int i = 0; i < drawn.Length; i++)
        {
            // libtorch on CUDA does not fail a call for an index outside the table: it takes the whole process' context along.
            codes[i] = drawn[i] < codebook
                ? drawn[i]
                : throw new ArgumentException($"Code {i} is {drawn[i]}; the codebook has {codebook} entries.", nameof(drawn));
        }
    }
}
