using System.Diagnostics;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Kubernetes.Tests.Pods;

/// <summary>The folders that the images hold, made as the Dockerfiles make them; once for all tests.</summary>
public sealed class ImageFolders : IAsyncLifetime
{
    private static readonly TimeSpan PublishTime = TimeSpan.FromMinutes(15);

    private readonly string _root = Directory.CreateTempSubdirectory("janus-images-").FullName;

    public async ValueTask InitializeAsync()
    {
        // One after the other: they share projects.
        await PublishAsync("front");
        await PublishAsync("silo-cpu");
        MakeModels();
    }

    /// <summary>What is at this path in an image.</summary>
    /// <param name="image">As a container names it, with its tag.</param>
    internal string Of(string image) => Path.Combine(_root, image.Split(':')[0].Replace("janus-", "", StringComparison.Ordinal));

    /// <summary>/models of the silos' image.</summary>
    internal string Models => Path.Combine(_root, "models");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task PublishAsync(string image)
    {
        using Process publish = Process.Start(new ProcessStartInfo(RepositoryFolder.Of("k8s", "images", "publish.sh"), [image, Path.Combine(_root, image)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> said = publish.StandardOutput.ReadToEndAsync(), error = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync().WaitAsync(PublishTime);
        Assert.True(publish.ExitCode == 0, await said + await error);
    }

    private void MakeModels()
    {
        Directory.CreateDirectory(Models);
        CheckpointInitializer.Write(Presets.Nano, Path.Combine(Models, "janus-nano"), new CheckpointInitOptions());
    }
}
