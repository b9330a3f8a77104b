namespace JanusCluster.Hosting.Processes;

/// <summary>
/// Notices that standard input has ended. A parent that holds the other end of the pipe stops its children by closing it,
/// and they stop as well when it was killed.
/// </summary>
public static class InputEnd
{
    /// <summary>Option of the executables that are to stop when their input ends.</summary>
    public const string Option = "--stop-with-input";

    public static void Watch(Action ended)
    {
        var thread = new Thread(() =>
        {
            using Stream input = Console.OpenStandardInput();
            byte[] ignored = new byte[256];
            while (input.Read(ignored) > 0)
            {
            }

            ended();
        })
        {
            IsBackground = true,
            Name = "input",
        };
        thread.Start();
    }
}
