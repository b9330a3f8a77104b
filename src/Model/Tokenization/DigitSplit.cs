using System.Globalization;
using System.Text;

namespace JanusCluster.Model.Tokenization;

/// <summary>Cuts numbers off: each numeric character for itself, or in runs. Numeric are Unicode's Nd, Nl and No, as in Rust's <c>is_numeric</c>.</summary>
internal sealed class DigitSplit(bool individual) : IPieceSplit
{
    public void Split(string text, Piece piece, List<Piece> output)
    {
        var end = piece.Start + piece.Length;
        var start = piece.Start;
        var wasDigit = false;
        for (var at = piece.Start; at < end;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at, end - at), out var rune, out var length);
            var isDigit = IsNumeric(rune);
            if (at > start && (isDigit != wasDigit || (isDigit && individual)))
            {
                output.Add(new Piece(start, at - start));
                start = at;
            }
            wasDigit = isDigit;
            at += length;
        }
        if (end > start)
            output.Add(new Piece(start, end - start));
    }

    private static bool IsNumeric(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
