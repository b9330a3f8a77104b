using System.Text.Json;

namespace JanusCluster.Client.Export;

/// <summary>
/// Which job fills an export folder with what it lacked of a command's requests, so that the same command run again
/// goes on with that job. One small hidden file for each such command.
/// </summary>
/// <param name="Fingerprint">Of all that the command asked for.</param>
/// <param name="Job">Key of the job.</param>
/// <param name="Present">Images that were in the folder before, and so are not the job's.</param>
internal sealed record RunRecord(string Fingerprint, string Job, int Present)
{
    /// <returns>Null when there is none that can be read.</returns>
    public static RunRecord? Read(string folder, string fingerprint)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllBytes(PathOf(folder, fingerprint)), ExportJson.Options) is { } record
                && record.Fingerprint == fingerprint
                    ? record
                    : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(string folder) =>
        WholeFile.Write(PathOf(folder, Fingerprint), JsonSerializer.SerializeToUtf8Bytes(this, ExportJson.Options));

    private static string PathOf(string folder, string fingerprint) => Path.Combine(folder, $".janus-run-{fingerprint[..20]}.json");
}
