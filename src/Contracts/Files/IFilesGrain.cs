namespace JanusCluster.Contracts.Files;

/// <summary>The files of a tenant. Key: the tenant's name.</summary>
[Alias(Aliases.FilesGrain)]
public interface IFilesGrain : IGrainWithStringKey
{
    /// <param name="purpose">Null for all.</param>
    /// <param name="after">Id of the file that the page comes behind, which need not exist any more; null for the first page.</param>
    /// <param name="count">1 to 1,000.</param>
    [Alias("List")]
    Task<FilePage> ListAsync(FilePurpose? purpose, string? after, int count, bool newestFirst);
}

/// <param name="HasMore">There are files behind the last of these.</param>
[GenerateSerializer, Immutable, Alias(Aliases.FilePage)]
public sealed record FilePage([property: Id(0)] IReadOnlyList<FileDescription> Files, [property: Id(1)] bool HasMore);
