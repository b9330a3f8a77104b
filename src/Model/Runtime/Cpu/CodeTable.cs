using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>The embedding of every image code, in the model's type: a pure function of the code, so that it is computed once.</summary>
internal sealed class CodeTable : IDisposable
{
    /// <summary>Codes at a time: always as many, since libtorch's sums depend on the shapes.</summary>
    private const int Batch = 256;

    private readonly torch.Tensor _rows; // [codes, hidden]

    public CodeTable(JanusModel model)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        int codes = model.Config.Vq.CodebookSize;
        torch.Tensor rows = torch.empty([codes, model.Config.Language.HiddenSize], model.Allocation.Type);
        for (int first = 0; first < codes; first += Batch)
        {
            using var batch = torch.NewDisposeScope();
            int count = Math.Min(Batch, codes - first);
            torch.Tensor ids = torch.tensor(Enumerable.Range(first, Batch).Select(id => Math.Min(id, codes - 1L)).ToArray());
            rows.narrow(0, first, count).copy_(model.EmbedImageCodes(ids).narrow(0, 0, count));
        }

        _rows = rows.DetachFromDisposeScope();
        Rows = WeightMatrix.Of(_rows);
    }

    /// <summary>[codes, hidden].</summary>
    public WeightMatrix Rows { get; }

    public void Dispose() => _rows.Dispose();
}
