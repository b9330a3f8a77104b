using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;

namespace JanusCluster.Client.Files;

/// <summary>Purposes of files as the API spells them.</summary>
internal static class FilePurposes
{
    /// <exception cref="JanusException">There is no such purpose.</exception>
    public static FilePurpose Parse(string? text) => text switch
    {
        "batch" => FilePurpose.Batch,
        "batch_output" => FilePurpose.BatchOutput,
        "vision" => FilePurpose.Vision,
        "user_data" => FilePurpose.UserData,
        _ => throw JanusException.Invalid("purpose", $"purpose must be batch, vision or user_data; it is {ApiText.Quote(text)}."),
    };

    /// <exception cref="JanusException">There is no such purpose, or only the cluster itself makes such files.</exception>
    public static FilePurpose ParseUpload(string? text) => Parse(text) is not FilePurpose.BatchOutput and var purpose
        ? purpose
        : throw JanusException.Invalid("purpose", "purpose must be batch, vision or user_data; files of batch_output are made by batches.");

    /// <summary>Most bytes of an upload.</summary>
    public static long Limit(FilePurpose purpose) => purpose switch
    {
        FilePurpose.Batch => Contracts.Batches.BatchRules.MaxInputBytes,
        FilePurpose.Vision => Imaging.ImageLimits.Default.MaxBytes,
        _ => UploadForm.MaxFileBytes,
    };
}
