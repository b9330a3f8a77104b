using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace JanusCluster.Hosting.Settings;

/// <summary>
/// Checks a section before it is bound: every key must be a property, every value must be readable. The binder checks the
/// same, but does not say where.
/// </summary>
internal static class SettingsSpelling
{
    public static void Check(IConfigurationSection section, Type type)
    {
        foreach (IConfigurationSection entry in section.GetChildren())
        {
            PropertyInfo property = Find(type, entry.Key) ?? throw new SettingsException(
                $"There is no setting {entry.Path}; {section.Path} has {string.Join(", ", Settable(type).Select(known => known.Name))}.");
            Type target = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (IsGroup(target))
                CheckGroup(entry, target);
            else
                CheckValue(entry, target, isOptional: target != property.PropertyType || target == typeof(string));
        }
    }

    /// <summary>A record of settings, and no value that is written as one text.</summary>
    internal static bool IsGroup(Type type) => !TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static PropertyInfo? Find(Type type, string key) =>
        Settable(type).FirstOrDefault(property => property.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static void CheckGroup(IConfigurationSection entry, Type type)
    {
        if (!string.IsNullOrEmpty(entry.Value))
        {
            string members = string.Join(", ", Settable(type).Select(property => $"{entry.Path}:{property.Name}"));
            throw new SettingsException($"{entry.Path} has no value of its own; there are {members}.");
        }

        Check(entry, type);
    }

    private static void CheckValue(IConfigurationSection entry, Type type, bool isOptional)
    {
        if (entry.GetChildren().Any())
            throw new SettingsException($"{entry.Path} is one value and has no settings of its own.");
        if (entry.Value is not { } value)
            return;
        if (value.Length == 0 && isOptional)
            return;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception e)
        {
            throw new SettingsException($"{entry.Path} is '{value}', which is not {Describe(type)}.", e);
        }
    }

    private static string Describe(Type type) => type switch
    {
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a time such as 00:00:30",
        _ when type == typeof(Uri) => "an address such as https://example.org",
        _ => $"a {type.Name}",
    };
}
