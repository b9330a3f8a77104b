namespace JanusCluster.Client.Studio.Pictures;

/// <summary>What is to be made of a picture that was looked at.</summary>
public enum PictureChoice
{
    /// <summary>The form gets its prompt, seed and settings.</summary>
    SameSettings = 0,
    /// <summary>The same prompt and settings with other seeds.</summary>
    Variations = 1,
}
