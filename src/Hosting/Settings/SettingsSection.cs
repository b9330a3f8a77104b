using Microsoft.Extensions.Configuration;

namespace JanusCluster.Hosting.Settings;

/// <summary>A section of the configuration as a record of settings. Whatever is wrong with it is told by name.</summary>
public static class SettingsSection
{
    /// <returns>The record's defaults where the section says nothing.</returns>
    /// <exception cref="SettingsException">A setting is unknown, cannot be read, is missing or out of range.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        IConfigurationSection found = configuration.GetSection(section);
        SettingsSpelling.Check(found, typeof(T));
        T settings = found.Get<T>(options => options.ErrorOnUnknownConfiguration = true) ?? new T();
        SettingsRules.Check(settings, section);
        return settings;
    }
}
