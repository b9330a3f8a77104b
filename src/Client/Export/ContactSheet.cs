using System.Globalization;
using System.Net;
using System.Text;

namespace JanusCluster.Client.Export;

/// <summary>index.html of an export: all its pictures on one page, without anything from elsewhere.</summary>
internal static class ContactSheet
{
    private const string Style = """
        :root { color-scheme: light dark; --line: light-dark(#ddd, #333); --quiet: light-dark(#666, #999); }
        body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem; font: 15px/1.45 system-ui, sans-serif; }
        h1 { font-size: 1.3rem; font-weight: 600; margin: 0; }
        header p, small { color: var(--quiet); margin: .2rem 0 1.5rem; }
        main { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
        figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
        img { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; image-rendering: auto; background: light-dark(#f4f4f4, #1b1b1b); }
        figcaption { padding: .6rem .8rem; overflow-wrap: anywhere; }
        small { display: block; margin: .25rem 0 0; }
        """;

    public static void Write(string folder, IEnumerable<ManifestEntry> entries)
    {
        byte[] page = Encoding.UTF8.GetBytes(Render([.. entries.OrderBy(e => e.CustomId, StringComparer.Ordinal).ThenBy(e => e.Image)]));
        WholeFile.Write(Path.Combine(folder, "index.html"), page);
    }

    internal static string Render(IReadOnlyList<ManifestEntry> entries)
    {
        string models = string.Join(", ", entries.Select(entry => entry.Model).Distinct());
        string title = entries.Count == 1 ? "1 image" : $"{entries.Count} images";
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
            <title>{title}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <header><h1>{title}</h1><p>{Escape(models)}</p></header>
            <main>

            """);
        foreach (ManifestEntry entry in entries)
            AppendFigure(page, entry);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendFigure(StringBuilder page, ManifestEntry entry)
    {
        string file = Uri.EscapeDataString(entry.File);
        var settings = entry.Settings;
        string details = $"{entry.CustomId} · seed {entry.Seed} · guidance {settings.Guidance} · temperature {settings.Temperature}"
            + (settings.TopK > 0 ? $" · top-k {settings.TopK}" : "") + (settings.TopP < 1 ? $" · top-p {settings.TopP}" : "");
        page.Append(CultureInfo.InvariantCulture, $"""
            <figure>
            <a href="{file}"><img src="{file}" alt="{Escape(entry.Prompt)}" loading="lazy"></a>
            <figcaption>{Escape(entry.Prompt)}<small>{Escape(details)}</small></figcaption>
            </figure>

            """);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
