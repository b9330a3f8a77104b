using System.Text.Json;
using System.Text.Json.Nodes;

namespace JanusCluster.Training.Progress;

/// <summary>What a run measured, a line of JSON a time: <c>NAME.jsonl</c> in the run's folder.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly StreamWriter _writer;

    /// <param name="step">Of the checkpoint that the run goes on from; later lines belong to steps that will be made again.</param>
    public RunLog(string folder, string name, int step)
    {
        string path = Path.Combine(folder, $"{name}.jsonl");
        string[] kept = [.. Read(path).Where(line => line["step"]!.GetValue<int>() <= step).Select(line => line.ToJsonString())];
        File.WriteAllLines(path, kept);
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    public void Write(int step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        var line = new JsonObject { ["step"] = step };
        foreach ((string name, double value) in values)
        {
            // JSON has no NaN: a batch without pictures has no loss of codes.
            if (double.IsFinite(value))
                line[name] = Math.Round(value, 5);
        }

        _writer.WriteLine(line.ToJsonString());
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A line cut off by a kill is left out.</summary>
    public static IEnumerable<JsonObject> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (string line in File.ReadLines(path))
        {
            JsonObject? parsed = null;
            try
            {
                parsed = JsonNode.Parse(line) as JsonObject;
            }
            catch (JsonException)
            {
            }

            if (parsed?["step"] is not null)
                yield return parsed;
        }
    }
}
