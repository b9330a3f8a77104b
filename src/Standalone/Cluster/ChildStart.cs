using System.Diagnostics;

namespace JanusCluster.Standalone.Cluster;

/// <summary>How a child is started.</summary>
internal static class ChildStart
{
    private static readonly string? Session = ProgramPath.Find("setsid");

    /// <summary>
    /// In a session of its own, where the system has that: Ctrl-C at the terminal is this process's, which stops its children
    /// in order. Input and output are pipes.
    /// </summary>
    public static ProcessStartInfo Create(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(Session ?? program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Session is not null)
            start.ArgumentList.Add(program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
