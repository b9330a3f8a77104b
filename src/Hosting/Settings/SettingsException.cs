using System.ComponentModel.DataAnnotations;

namespace JanusCluster.Hosting.Settings;

/// <summary>A setting is unknown, missing or wrong; the message names it as it is written, for example Silo:Model:Path.</summary>
public sealed class SettingsException : ValidationException
{
    public SettingsException()
    {
    }

    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
