using System.Runtime.CompilerServices;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>A float32 tensor whose memory is kept from call to call, and a view of its first rows.</summary>
internal sealed unsafe class LogitsBuffer(int columns) : IDisposable
{
    private torch.Tensor? _storage; // [rows, columns]
    private torch.Tensor? _view;

    public int Columns => columns;

    public float* Data => (float*)Unsafe.AsPointer(ref _storage!.bytes[0]);

    /// <summary>[rows, columns], valid until the next call; not to be disposed.</summary>
    public torch.Tensor View(int rows)
    {
        using IDisposable ordinary = torch.inference_mode(false); // the caller may change it in any mode
        _view?.Dispose();
        if (_storage is null || _storage.shape[0] < rows)
        {
            _storage?.Dispose();
            _storage = torch.empty([rows, columns], torch.ScalarType.Float32).DetachFromDisposeScope();
        }

        _view = _storage.narrow(0, 0, rows).DetachFromDisposeScope();
        return _view;
    }

    public void Dispose()
    {
        _view?.Dispose();
        _storage?.Dispose();
    }
}
