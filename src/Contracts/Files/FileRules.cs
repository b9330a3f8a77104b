namespace JanusCluster.Contracts.Files;

/// <summary>What a new file must fulfil.</summary>
public static class FileRules
{
    public const int MaxNameLength = 255;
    public const int MaxContentTypeLength = 127;
    public static readonly TimeSpan MinLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(FileUpload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        Check(upload.Name is { Length: > 0 and <= MaxNameLength } && !upload.Name.Any(char.IsControl), "file",
            $"A file's name has 1 to {MaxNameLength} characters, none of them a control character.");
        Check(Enum.IsDefined(upload.Purpose), "purpose", "There is no such purpose.");
        Check(upload.ContentType is { Length: > 0 and <= MaxContentTypeLength } && upload.ContentType.All(c => c is >= ' ' and <= '~'), "file",
            "The file's content type cannot be read.");
        Check(upload.Bytes >= 0, "file", "A file's size is not negative.");
        Check(upload.Lifetime is not { } lifetime || (lifetime >= MinLifetime && lifetime <= MaxLifetime), "expires_after",
            $"A file expires {MinLifetime.TotalSeconds:F0} to {MaxLifetime.TotalSeconds:F0} seconds after its creation.");
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
