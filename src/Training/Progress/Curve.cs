using System.Text.Json.Nodes;
using ScottPlot;

namespace JanusCluster.Training.Progress;

/// <summary>The losses of a run as a picture: <c>curve.png</c> in its folder.</summary>
internal static class Curve
{
    private const int Width = 900, Height = 1400;

    public static void Draw(string folder)
    {
        var multiplot = new Multiplot();
        multiplot.AddPlots(3);
        Plot vq = multiplot.GetPlot(0), vision = multiplot.GetPlot(1), transformer = multiplot.GetPlot(2);
        JsonObject[] vqLines = [.. RunLog.Read(Path.Combine(folder, "vq.jsonl"))], lines = [.. RunLog.Read(Path.Combine(folder, "transformer.jsonl"))];
        Add(vq, vqLines, "psnr", "held-out scenes");
        Label(vq, "Image tokenizer", "PSNR (dB)");
        JsonObject[] visionLines = [.. RunLog.Read(Path.Combine(folder, "vision.jsonl"))];
        Add(vision, visionLines, "text", "answers");
        Add(vision, visionLines, "heldout_text", "answers, held out");
        Label(vision, "Vision encoder, in a small reader", "cross-entropy (nats)");
        Add(transformer, lines, "codes", "codes");
        Add(transformer, lines, "heldout_codes", "codes, held out");
        Add(transformer, lines, "text", "answers");
        Add(transformer, lines, "heldout_text", "answers, held out");
        Label(transformer, "Transformer", "cross-entropy (nats)");
        multiplot.SavePng(Path.Combine(folder, "curve.png"), Width, Height);
    }

    private static void Add(Plot plot, JsonObject[] lines, string field, string legend)
    {
        JsonObject[] with = [.. lines.Where(line => line[field] is not null)];
        if (with.Length == 0)
            return;
        double[] steps = [.. with.Select(line => (double)line["step"]!)], values = [.. with.Select(line => (double)line[field]!)];
        ScottPlot.Plottables.Scatter series = plot.Add.ScatterLine(steps, values);
        series.LegendText = legend;
        series.LineWidth = 2;
    }

    private static void Label(Plot plot, string title, string vertical)
    {
        plot.Title(title);
        plot.XLabel("step");
        plot.YLabel(vertical);
        plot.ShowLegend(Alignment.UpperRight);
    }
}
