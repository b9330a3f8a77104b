using System.Globalization;

namespace JanusCluster.Bench.Measuring;

/// <summary>What the kernel says about this process.</summary>
internal static class ProcessMemory
{
    private const string Peak = "VmHWM:";

    public static long Resident => Environment.WorkingSet;

    /// <summary>Highest resident size since <see cref="ForgetPeak"/>, in bytes; 0 where the system does not tell.</summary>
    public static long PeakResident => Number("/proc/self/status", Peak) * 1024;

    /// <summary>Bytes that had to come from a disk so far, not from the page cache; 0 where the system does not tell.</summary>
    public static long ReadFromDisk => Number("/proc/self/io", "read_bytes:");

    /// <summary>Lets the peak begin anew.</summary>
    public static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long Number(string file, string field)
    {
        if (!File.Exists(file))
            return 0;
        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line is null
            ? 0
            : long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
