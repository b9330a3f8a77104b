using JanusCluster.Bench.Faults.History;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("janus-history-").FullName;

    [Fact]
    public void Read_EventsOfAllKindsInTwoFiles_AreInTheOrderOfTime()
    {
        using (var odd = new HistoryWriter(PathOf("odd")))
        using (var even = new HistoryWriter(PathOf("even")))
        {
            for (int i = 0; i < Histories.Good.Count; i++)
                (i % 2 == 0 ? even : odd).Add(Histories.Good[i]);
        }

        IReadOnlyList<HistoryEvent> read = HistoryReader.Read(_folder);
        Assert.Equal(Histories.Good.Select(happened => (happened.At, happened.GetType())), read.Select(happened => (happened.At, happened.GetType())));
        Assert.Equal(Histories.Good.OfType<ItemWritten>(), read.OfType<ItemWritten>());
    }

    [Fact]
    public void Read_LastLineBrokenOff_KeepsTheOthers()
    {
        using (var history = new HistoryWriter(PathOf("killed")))
            history.Add(Histories.Accepted);
        File.AppendAllText(PathOf("killed"), "{\"event\":\"granted\",\"Sh");
        Assert.Single(HistoryReader.Read(_folder));
    }

    [Fact]
    public void Codes_CountedAndNotClosed_CanBeRead()
    {
        string path = Path.Combine(_folder, "p" + CodeCounter.Extension);
        using var counter = new CodeCounter(path);
        int first = counter.Next(), second = counter.Next();
        counter.Set(first, 7);
        counter.Set(second, 9);
        counter.Set(first, 8);
        int[] counts = CodeCounter.Read(path);
        Assert.Equal((8, 9), (counts[first], counts[second]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string process) => Path.Combine(_folder, process + HistoryReader.Extension);
}
