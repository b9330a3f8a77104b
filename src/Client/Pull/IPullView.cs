using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Shows how far a pull is. Called from several threads.</summary>
internal interface IPullView
{
    /// <summary>What will be fetched, and how much of it is there.</summary>
    void Began(IReadOnlyList<(HubFile File, long Present)> files);

    /// <param name="bytes">So far.</param>
    void Fetched(HubFile file, long bytes);

    void Checking(HubFile file);

    void Finished(HubFile file);

    /// <summary>It will be fetched once more.</summary>
    void Spoiled(HubFile file, string why);

    /// <param name="what">Is waited for.</param>
    void Waits(string what, string why, TimeSpan pause);

    /// <summary>Something that is said once.</summary>
    void Note(string text);
}
