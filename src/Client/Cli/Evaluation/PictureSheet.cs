using JanusCluster.Evaluation.Tasks;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;

namespace JanusCluster.Client.Cli.Evaluation;

/// <summary>Judged pictures on one sheet: a row for each category, wrong ones framed in red.</summary>
internal static class PictureSheet
{
    private const int PerRow = 12, Cell = 128, Frame = 3;

    /// <returns>A PNG file.</returns>
    public static byte[] Draw(IReadOnlyList<JudgedPicture> pictures)
    {
        IGrouping<TextToImageCategory, JudgedPicture>[] rows = [.. pictures.GroupBy(one => one.Category).OrderBy(row => row.Key)];
        int width = Math.Max(1, Math.Min(PerRow, rows.Select(row => row.Count()).DefaultIfEmpty(1).Max())) * (Cell + 2 * Frame);
        int height = Math.Max(1, rows.Length) * (Cell + 2 * Frame);
        byte[] sheet = new byte[width * height * 3];
        Array.Fill(sheet, (byte)255);
        foreach ((int y, IGrouping<TextToImageCategory, JudgedPicture> row) in rows.Index())
        {
            foreach ((int x, JudgedPicture one) in row.Take(PerRow).Index())
                Place(sheet, width, x * (Cell + 2 * Frame), y * (Cell + 2 * Frame), one);
        }

        return PngEncoder.Encode(new RgbImage(width, height, sheet));
    }

    private static void Place(byte[] sheet, int width, int left, int top, JudgedPicture one)
    {
        RgbImage scaled = PillowResize.Bicubic(one.Picture, Cell, Cell);
        for (int y = 0; y < Cell + 2 * Frame; y++)
        {
            Span<byte> row = sheet.AsSpan(((top + y) * width + left) * 3, (Cell + 2 * Frame) * 3);
            if (one.Fault is not null)
            {
                for (int x = 0; x < row.Length; x += 3)
                    (row[x], row[x + 1], row[x + 2]) = ((byte)220, (byte)0, (byte)0);
            }

            if (y >= Frame && y < Cell + Frame)
                scaled.Row(y - Frame).CopyTo(row[(Frame * 3)..]);
        }
    }
}
