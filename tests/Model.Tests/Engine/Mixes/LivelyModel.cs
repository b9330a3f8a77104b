using TorchSharp;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>
/// <see cref="PeakedModel"/> with layers that matter: attention over the context changes every distribution, so that the
/// likeliest id is not soon the same for ever, and a wrong key or value shows.
/// </summary>
internal static class LivelyModel
{
    private const float Layers = 12, Codes = 40;

    public static JanusModel Create()
    {
        JanusModel model = PeakedModel.Create();
        using IDisposable noGrad = torch.no_grad();
        model.LanguageModel.named_parameters().Where(entry => entry.name.Contains("proj", StringComparison.Ordinal)).ToList()
            .ForEach(entry => entry.parameter.mul_(Layers));
        model.GenAligner.named_parameters().ToList().ForEach(entry => entry.parameter.mul_(Codes));
        return model;
    }
}
