using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace JanusCluster.Hosting.Settings;

/// <summary>Checks what settings say of themselves by attributes and <see cref="IValidatableObject"/>, also in nested records.</summary>
public static class SettingsRules
{
    /// <param name="path">What the settings are called, for example Silo.</param>
    /// <exception cref="SettingsException">Names the first setting that is missing or out of range.</exception>
    public static void Check(object settings, string path)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (PropertyInfo property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            string name = $"{path}:{property.Name}";
            object? value = property.GetValue(settings);
            var context = new ValidationContext(settings) { MemberName = property.Name, DisplayName = name };
            var wrong = new List<ValidationResult>();
            if (!Validator.TryValidateProperty(value, context, wrong))
                throw new SettingsException(wrong[0].ErrorMessage!);
            if (value is not null && SettingsSpelling.IsGroup(property.PropertyType))
                Check(value, name);
        }

        foreach (ValidationResult wrong in (settings as IValidatableObject)?.Validate(new ValidationContext(settings)) ?? [])
        {
            string name = wrong.MemberNames.FirstOrDefault() is { } member ? $"{path}:{member}" : path;
            throw new SettingsException($"{name}: {wrong.ErrorMessage}");
        }
    }
}
