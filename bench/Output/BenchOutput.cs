using System.Text.Json.Nodes;

namespace JanusCluster.Bench.Output;

/// <summary>Where results and progress go. Results come out as JSON at once, or as one table at the end.</summary>
internal sealed class BenchOutput(TextWriter results, TextWriter notes, bool json) : IDisposable
{
    private readonly List<JsonObject> _cases = [];

    /// <summary>Tells the user what goes on.</summary>
    public void Note(string text)
    {
        notes.WriteLine(text);
        notes.Flush();
    }

    public void Add(JsonObject result)
    {
        _cases.Add(result);
        // In a table's place, too: a run that is stopped has not measured for nothing.
        (json ? results : notes).WriteLine(result.ToJsonString());
        (json ? results : notes).Flush();
    }

    public void Dispose()
    {
        if (!json && _cases.Count > 0)
            results.Write(CaseTable.Of(_cases));
        results.Flush();
    }
}
