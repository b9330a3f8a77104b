using JanusCluster.Hosting.Settings;

namespace JanusCluster.Hosting.Processes;

/// <summary>Settings on a command line: <c>--Silo:RedisConnection=ADDRESS</c>, or the value as the next argument.</summary>
public static class ServiceArguments
{
    /// <summary>The reader of settings takes any argument in silence; these are refused by name.</summary>
    /// <param name="sections">The sections that the process reads.</param>
    /// <exception cref="SettingsException">An argument is no setting of these sections.</exception>
    public static void Check(IReadOnlyList<string> args, params IReadOnlyList<string> sections)
    {
        ArgumentNullException.ThrowIfNull(args);
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i].Split('=')[0];
            if (!sections.Any(section => name.StartsWith($"--{section}:", StringComparison.OrdinalIgnoreCase)))
                throw new SettingsException($"There is no option {name}; settings are given as --{sections[0]}:NAME=VALUE.");
            bool hasValue = args[i].Contains('=', StringComparison.Ordinal);
            if (!hasValue && (++i == args.Count || args[i].StartsWith("--", StringComparison.Ordinal)))
                throw new SettingsException($"{name} needs a value.");
        }
    }
}
