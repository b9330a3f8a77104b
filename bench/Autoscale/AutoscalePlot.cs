using JanusCluster.Bench.Autoscale.Oracle;
using JanusCluster.Bench.Autoscale.Traces;
using ScottPlot;

namespace JanusCluster.Bench.Autoscale;

/// <summary>A run as a picture: what arrives, what is left to do, who is there to do it.</summary>
internal static class AutoscalePlot
{
    private const int Width = 900, Height = 900;
    private const double Hour = 3600;

    public static void Draw(string file, Trace trace, SimulationResult rule, CapacityPlan? oracle)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(3);
        Plot arrivals = multiplot.GetPlot(0), backlog = multiplot.GetPlot(1), silos = multiplot.GetPlot(2);
        Sample[] samples = [.. rule.Samples];
        double[] times = [.. samples.Select(sample => sample.Time / trace.Unit)];
        string unit = trace.Unit == Hour ? "hours" : "minutes";

        Line(arrivals, times, [.. samples.Select((sample, i) => PerSecond(samples, i))], "arriving");
        Label(arrivals, $"{trace.Name}: {rule.Images:N0} images", "images a second", unit);
        Line(backlog, times, [.. samples.Select(sample => sample.Backlog)], "left to do");
        Label(backlog, $"95 % waited up to {rule.Wait(0.95):F0} s", "seconds of one silo", unit);
        Line(silos, times, [.. samples.Select(sample => (double)sample.Wanted)], "wanted by the rule");
        Line(silos, times, [.. samples.Select(sample => (double)sample.Ready)], "ready");
        if (oracle is not null)
        {
            int shown = Math.Min(oracle.Gpus.Count, (int)(samples[^1].Time / oracle.Grid));
            Line(silos, [.. Enumerable.Range(0, shown).Select(i => i * oracle.Grid / trace.Unit)], [.. oracle.Gpus.Take(shown).Select(gpus => (double)gpus)], "ready, of the oracle");
        }

        Label(silos, $"{rule.GpuHours:F2} GPU-hours", "silos", unit);
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        multiplot.SavePng(file, Width, Height);
    }

    private static double PerSecond(Sample[] samples, int i) =>
        i == 0 ? 0 : (samples[i].Arrived - samples[i - 1].Arrived) / Math.Max(1e-9, samples[i].Time - samples[i - 1].Time);

    private static void Line(Plot plot, double[] times, double[] values, string legend)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(times, values);
        line.LegendText = legend;
        line.LineWidth = 1.5f;
    }

    private static void Label(Plot plot, string title, string vertical, string horizontal)
    {
        plot.Title(title);
        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        plot.ShowLegend(Alignment.UpperLeft);
    }
}
