using System.Runtime.CompilerServices;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime;

/// <summary>
/// Tests use tensors before any type of the model: its module initializer, which loads libtorch, must run first. Tests run
/// side by side, so each takes one thread: their tensors are small.
/// </summary>
internal static class LoadModelFirst
{
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(LibTorchLoader).Module.ModuleHandle);
        torch.set_num_threads(1);
    }
}
