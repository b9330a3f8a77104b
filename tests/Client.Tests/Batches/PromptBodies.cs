using JanusCluster.Client.Batches;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Tests.Batches;

/// <summary>Bodies of a prompt, a number and perhaps a model's name; those without a prompt are wrong.</summary>
internal sealed class PromptBodies : IBatchBodies
{
    public static ModelDescription Model => FakeCluster.Description;

    /// <summary>Names of models that no silo serves now.</summary>
    public string Away { get; init; } = "away";

    public Task<BatchBody> ReadAsync(string tenant, BatchLine line, CancellationToken cancellationToken)
    {
        string prompt = line.Body.TryGetProperty("prompt", out var text) ? text.GetString()! : throw JanusException.Invalid("prompt", "prompt is missing.");
        int count = line.Body.TryGetProperty("n", out var n) ? n.GetInt32() : 1;
        string name = line.Body.TryGetProperty("model", out var model) ? model.GetString()! : Model.Name;
        if (name == Away)
            throw new JanusException(ErrorCode.Unavailable, "No silo serves a model yet.", "model");
        JobRequest request = line.Url.Contains("images", StringComparison.Ordinal)
            ? new ImageRequest(line.CustomId, prompt, count, null, new ImageSettings())
            : new ChatRequest(line.CustomId, [new ChatMessage(ChatRole.User, prompt, [])], new ChatSettings());
        return Task.FromResult(new BatchBody(request, Model with { Name = name }, line.Body.TryGetProperty("data", out _)));
    }
}
