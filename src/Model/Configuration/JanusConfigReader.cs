using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Model.Configuration;

/// <summary>Reads a checkpoint's <c>config.json</c>, in deepseek-ai's layout or in that of Hugging Face transformers.</summary>
public static class JanusConfigReader
{
    public const string FileName = "config.json";

    /// <param name="path">The file, or the folder that holds it.</param>
    /// <exception cref="CheckpointException">The file is missing or no JSON, a field is out of range or not supported, or sizes do not fit each other.</exception>
    public static JanusConfig Read(string path)
    {
        JsonSection root = JsonSection.Read(Directory.Exists(path) ? Path.Combine(path, FileName) : path);
        JanusConfig config;
        if (root.Has("text_config") || root.Has("vq_config"))
            config = TransformersLayout.Read(root);
        else if (root.Has("language_config") || root.Has("gen_vision_config"))
            config = PublishedLayout.Read(root);
        else
            throw new CheckpointException(
                $"{root.File} is no Janus configuration: it has neither language_config (deepseek-ai's layout) nor text_config (transformers).");
        JanusConfigChecks.Check(config, root.File);
        return config;
    }
}
